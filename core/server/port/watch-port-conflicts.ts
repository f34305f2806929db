import type { PortConflict, ServerSlice } from '../../../contract/server.ts';
import { type Poll, startPoll } from '../../async/poll.ts';
import { portListeners } from '../../os/port-listeners.ts';
import { groupMembers, processInfo, wholeName } from '../../os/process-info.ts';
import type { SnapshotStore } from '../../snapshot/snapshot-store.ts';

/** Listing listeners starts a process on macOS, and a conflict is rare. */
const POLL_INTERVAL_MS = 60_000;

async function toPortConflict(address: string, pid: number | null): Promise<PortConflict> {
  const info = pid === null ? null : await processInfo(pid);
  return { address, pid, name: info && (await wholeName(info)) };
}

/**
 * Who else listens on the port of a server of ours: macOS lets a wildcard and a specific address share one, and on every
 * system two addresses may belong to two processes. `ours` are pids besides the server's group, such as this process.
 */
async function findPortConflicts(
  { pid: pgid, port, innerPort }: ServerSlice & { readonly pid: number },
  ours: readonly number[],
): Promise<PortConflict[]> {
  const listeners = await portListeners(port);
  const members = [...ours, ...(await groupMembers(pgid))];
  const foreign = listeners.filter(({ pid }) => pid === null || !members.includes(pid));
  // Where the system doesn't tell whose any socket is, one of them is the server's own, unless it has a port of its own.
  if (innerPort === null && foreign.length === listeners.length) return [];
  return Promise.all(foreign.map(({ address, pid }) => toPortConflict(address, pid)));
}

export interface PortConflictWatch {
  check(): Promise<void>;
  close(): void;
}

/** Updates `server.portConflicts`: after every start of our server, once a minute, and on request. */
export function watchPortConflicts(store: SnapshotStore): PortConflictWatch {
  let watchedRun: string | null = null;
  let poll: Poll | null = null;

  const check = async (): Promise<void> => {
    const { server } = store.get();
    const { actual, pid } = server;
    const isRunning = actual.state === 'running' && pid !== null;
    // Corral's own gateway listens on the port, too.
    const portConflicts = isRunning ? await findPortConflicts({ ...server, pid }, [process.pid]).catch(() => []) : [];
    if (store.get().server.pid === pid) store.update('server', (server) => ({ ...server, portConflicts }));
  };
  const followRun = (): void => {
    const { actual } = store.get().server;
    const runId = actual.state === 'running' ? actual.runId : null;
    if (runId === watchedRun) return;
    watchedRun = runId;
    poll?.stop();
    poll = runId === null ? null : startPoll(() => POLL_INTERVAL_MS, check);
    if (runId === null) store.update('server', (server) => ({ ...server, portConflicts: [] }));
  };
  const unsubscribe = store.subscribe((slice) => {
    if (slice === 'server') followRun();
  });
  followRun();

  return {
    check: async () => poll?.now(),
    close: () => {
      unsubscribe();
      poll?.stop();
    },
  };
}
