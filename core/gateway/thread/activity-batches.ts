import type { ActivityLog, RequestProgress } from '../../activity/activity-log.ts';
import type { TimedRequest } from '../../activity/request-entry.ts';
import { timedRecord } from '../../activity/timed-record.ts';
import { throttle } from '../../async/throttle.ts';
import { type Batch, sentError } from './messages.ts';

/** What the death of a worker may cost, and how far the page may be behind; a batch costs both threads as much as some requests. */
const BATCH_INTERVAL_MS = 60;

/** Until it is sent; one object a request, however much becomes known of it meanwhile. */
interface PendingUpdate {
  readonly id: number;
  readonly begun: TimedRequest | null;
  readonly progress: RequestProgress;
}

export interface ActivityBatches {
  readonly activity: Pick<ActivityLog, 'begin'>;
  /** A key was used by a client at that address. */
  keyUsed(id: string, from: string): void;
  unexpected(error: unknown): void;
  /** Posts at once what there is. */
  flush(): void;
}

/** The worker's side of the activity log: what happens is merged by request, and posted at once when little happens. */
export function createActivityBatches(post: (batch: Batch) => void): ActivityBatches {
  let requests = new Map<number, PendingUpdate>();
  let keyUses = new Map<string, string>();
  let unexpected: unknown[] = [];
  let lastId = 0;

  const send = () => {
    if (requests.size + keyUses.size + unexpected.length === 0) return;
    post({ requests: [...requests.values()], keyUses: [...keyUses], unexpected: unexpected.map(sentError) });
    requests = new Map();
    keyUses = new Map();
    unexpected = [];
  };
  // What follows in the same turn belongs to the same batch.
  const batches = throttle(BATCH_INTERVAL_MS, () => void setImmediate(send));

  return {
    activity: {
      begin({ key, ...request }) {
        // A key comes with more than is recorded.
        const begun = { ...request, key: key ? { id: key.id, name: key.name } : null };
        lastId += 1;
        const id = lastId;
        return timedRecord((at) => {
          requests.set(id, { id, begun: { ...begun, at }, progress: {} });
          batches.soon();
          let isOver = false;
          return (progress) => {
            if (isOver) return;
            isOver = progress.outcome !== undefined;
            const pending = requests.get(id);
            if (pending) Object.assign(pending.progress, progress);
            else requests.set(id, { id, begun: null, progress: { ...progress } });
            batches.soon();
          };
        });
      },
    },
    keyUsed(id, from) {
      keyUses.set(id, from);
      batches.soon();
    },
    unexpected(error) {
      unexpected.push(error);
      batches.soon();
    },
    flush() {
      batches.cancel();
      send();
    },
  };
}
