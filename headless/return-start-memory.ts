import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** By then a start is over: the server responds, or takes long. Milliseconds. */
const DELAY_MS = 5_000;

/** As V8 offers it; this flavor also gives back what it has reserved. */
type Collect = (options: { readonly type: 'major'; readonly flavor: 'last-resort' }) => void;

/**
 * A start leaves 15 to 40 MB of garbage, which a process with nothing to do would keep: V8 collects when something is allocated. It is
 * collected once, in some 60 ms, and returned to the system. The returned function ends the wait for that.
 */
export function returnStartMemory(): () => void {
  const timer = setTimeout(() => {
    setFlagsFromString('--expose-gc');
    const collect: Collect | undefined = runInNewContext('globalThis.gc');
    collect?.({ type: 'major', flavor: 'last-resort' });
  }, DELAY_MS);
  timer.unref();
  return () => clearTimeout(timer);
}
