import { type Poll, startPoll } from '../../async/poll.ts';
import type { SnapshotStore } from '../../snapshot/snapshot-store.ts';
import { findPortConflicts } from './port-conflicts.ts';

/** Asking who listens costs a process on macOS, and a neighbour is rare. Milliseconds. */
const pollIntervalMs = 60_000;

export interface PortConflictWatch {
  look(): Promise<void>;
  close(): void;
}

/** Keeps `server.neighbours`: looks after every start of ours, once a minute, and when asked. */
export function watchPortConflicts(store: SnapshotStore): PortConflictWatch {
  let seen: string | null = null;
  let poll: Poll | null = null;

  const look = async (): Promise<void> => {
    const { actual, pid, port } = store.get().server;
    const runs = actual.state === 'running' && pid !== null;
    // Corral's own forwarder is on the same port where the server listens elsewhere.
    const portConflicts = runs ? await findPortConflicts(pid, port, [process.pid]).catch(() => []) : [];
    if (store.get().server.pid === pid) store.update('server', (server) => ({ ...server, portConflicts }));
  };
  const follow = (): void => {
    const { actual } = store.get().server;
    const runId = actual.state === 'running' ? actual.runId : null;
    if (runId === seen) return;
    seen = runId;
    poll?.stop();
    poll = runId === null ? null : startPoll(() => pollIntervalMs, look);
    if (runId === null) store.update('server', (server) => ({ ...server, portConflicts: [] }));
  };
  const unsubscribe = store.subscribe((slice) => {
    if (slice === 'server') follow();
  });
  follow();

  return {
    look: async () => poll?.now(),
    close: () => {
      unsubscribe();
      poll?.stop();
    },
  };
}
