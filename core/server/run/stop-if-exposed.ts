import { killOnParentExit } from '../../os/kill-on-parent-exit.ts';
import type { Launched } from './launch.ts';

/** Whether a server that listens there is reached from elsewhere; it asks nobody for a key. */
export function isOpen(host: string): boolean {
  return host !== '127.0.0.1';
}

/**
 * A server that others reach without a key never outlives Corral, even where Corral is killed and can end nothing. One that
 * only this machine reaches may, and the next host goes on with it.
 */
export function stopIfExposed({ pid, exited }: Pick<Launched, 'pid' | 'exited'>, host: string): void {
  if (!isOpen(host)) return;
  const callOff = killOnParentExit(-pid);
  void exited.then(callOff, callOff);
}
