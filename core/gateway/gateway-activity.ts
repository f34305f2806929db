import type { ActivityKey } from '../../contract/activity.ts';
import type { ActivityRecord, TokenUsage } from '../activity/activity-log.ts';

export interface GatewayRequest {
  readonly method: string;
  readonly path: string;
  readonly model: string | null;
  /** The caller's address. */
  readonly caller: string;
  readonly key: ActivityKey | null;
}

export type GatewayRecord = Pick<ActivityRecord, 'answered' | 'firstByte' | 'end'>;

/** What the gateway needs of the activity log. */
export interface GatewayActivity {
  begin(request: GatewayRequest): GatewayRecord;
}

export const NO_USAGE: TokenUsage = { promptTokens: null, completionTokens: null };

/** A request that was answered without the server. */
export const recordOwnAnswer = (activity: GatewayActivity, request: GatewayRequest, status: number): void => {
  const record = activity.begin(request);
  record.answered(status);
  record.end(status < 400 ? 'done' : 'failed', NO_USAGE);
};

/** The longest segment of a path nobody serves that is written down: a key is longer, should one stand there by mistake. */
const MAX_SEGMENT = 32;
const MAX_PATH = 200;

/** A target as it may be written down: without its query, and without what could be a secret. */
export const shownPath = (target: string): string => {
  const [path = ''] = target.split('?', 1);
  const segments = path.split('/').map((segment) => (segment.length > MAX_SEGMENT ? '…' : segment));
  return segments.join('/').slice(0, MAX_PATH);
};
