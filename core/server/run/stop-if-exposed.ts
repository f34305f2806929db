import { killOnParentExit } from '../../os/kill-on-parent-exit.ts';
import type { Launched } from './launch.ts';

/** Whether a server on this address can be reached from other devices; Ollama itself requires no key. */
export function isExposed(host: string): boolean {
  return host !== '127.0.0.1';
}

/**
 * A server that others reach without a key never outlives Corral, even where Corral is killed and can't stop it. One that
 * only this computer reaches may, and the next host adopts it.
 */
export function stopIfExposed({ pid, exited }: Pick<Launched, 'pid' | 'exited'>, host: string): void {
  if (!isExposed(host)) return;
  const cancel = killOnParentExit(-pid);
  void exited.then(cancel, cancel);
}
