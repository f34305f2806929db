import type { ActivityLog, ReportProgress } from '../../activity/activity-log.ts';
import type { RequestUpdate } from './messages.ts';

export interface ActivityReplay {
  apply(updates: readonly RequestUpdate[]): void;
  /** The worker is gone, and with it what it was doing: requests in progress have failed. */
  end(): void;
}

/** Enters into the activity log what one worker tells of its requests. */
export function createActivityReplay(activity: Pick<ActivityLog, 'add'>): ActivityReplay {
  const running = new Map<number, { readonly at: number; readonly report: ReportProgress }>();
  return {
    apply(updates) {
      for (const { id, begun, progress } of updates) {
        if (begun !== null) running.set(id, { at: begun.at, report: activity.add(begun, progress) });
        else running.get(id)?.report(progress);
        if (progress.outcome !== undefined) running.delete(id);
      }
    },
    end() {
      for (const { at, report } of running.values()) {
        report({ outcome: 'failed', durationMs: Math.max(0, Date.now() - at) });
      }
      running.clear();
    },
  };
}
