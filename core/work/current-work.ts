import type { Work } from '../../contract/work.ts';
import { withTimeout } from '../async/with-timeout.ts';
import type { ActiveWork } from '../gateway/gateway-parts.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';

/** A gateway that doesn't say in time what it is doing is hung: what it last told counts then. Milliseconds. */
const RESPONSE_TIMEOUT_MS = 500;

/** The work in progress now. What is shown of it may be a moment old, and an action must not interrupt what began in that moment. */
export type CurrentWork = () => Promise<Work>;

export function createCurrentWork(
  store: Pick<SnapshotStore, 'get'>,
  activeWork: () => Promise<ActiveWork>,
): CurrentWork {
  const ask = () => activeWork().catch(() => null);
  return async () => {
    const active = await withTimeout(ask(), { timeoutMs: RESPONSE_TIMEOUT_MS, fallback: null });
    const { work } = store.get();
    return active === null ? work : { ...work, activeRequests: active.responses, keyedRequests: active.keyedResponses };
  };
}
