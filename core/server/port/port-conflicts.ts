import type { PortConflict } from '../../../contract/server.ts';
import { portListeners } from '../../os/port-listeners.ts';
import { groupMembers, processInfo } from '../../os/process-info.ts';

/**
 * Who else listens on the port of a server of ours: macOS lets a wildcard and a specific address share one, and on every
 * system two addresses may belong to two programs. `ours` are pids besides the server's group, such as this process.
 */
export async function findPortConflicts(pgid: number, port: number, ours: readonly number[]): Promise<PortConflict[]> {
  const listeners = await portListeners(port);
  if (listeners.length < 2) return [];
  const members = [...ours, ...(await groupMembers(pgid))];
  const foreign = listeners.filter(({ pid }) => pid === null || !members.includes(pid));
  // Where the system doesn't tell whose a socket is, one of them is the server's own.
  if (foreign.length === listeners.length) return [];
  return Promise.all(
    foreign.map(async ({ address, pid }) => ({
      address,
      pid,
      name: pid === null ? null : ((await processInfo(pid))?.name ?? null),
    })),
  );
}
