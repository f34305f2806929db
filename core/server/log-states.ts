import type { Logger } from 'pino';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';

/** Logs each change of the server's state, with its cause. The returned function ends it. */
export function logServerStates(store: SnapshotStore, logger: Logger): () => void {
  let logged = store.get().server.actual;
  return store.subscribe((slice) => {
    const { actual, pid, desired, runs } = store.get().server;
    if (slice !== 'server' || actual === logged) return;
    logged = actual;
    const isByOther = actual.state === 'stopped' && actual.byOther !== undefined;
    const cause = 'cause' in actual ? actual.cause.message : isByOther ? runs[0]?.end?.message : undefined;
    const entry = { state: actual.state, desired, pid, ...(cause === undefined ? {} : { cause }) };
    if (actual.state === 'failed') logger.error(entry, 'server state');
    else logger.info(entry, 'server state');
  });
}
