import type { ActivityKey } from '../../contract/activity.ts';
import type { ActivityRecord, TokenUsage } from '../activity/activity-log.ts';

export interface GatewayRequest {
  readonly method: string;
  readonly path: string;
  readonly model: string | null;
  /** The client's address. */
  readonly client: string;
  readonly key: ActivityKey | null;
}

export type GatewayRecord = Pick<ActivityRecord, 'answered' | 'firstByte' | 'end'>;

/** What the gateway needs of the activity log. */
export interface GatewayActivity {
  begin(request: GatewayRequest): GatewayRecord;
}

export const NO_USAGE: TokenUsage = { promptTokens: null, completionTokens: null };

/** A request that was answered without the server. */
export function recordLocalResponse(activity: GatewayActivity, request: GatewayRequest, status: number): void {
  const record = activity.begin(request);
  record.answered(status);
  record.end(status < 400 ? 'done' : 'failed', NO_USAGE);
}
