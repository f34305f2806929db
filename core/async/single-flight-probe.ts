import { withTimeout } from './with-timeout.ts';

/** The result of the probe, or `fallback` where it takes too long. */
export type SingleFlightProbe<T> = (path: string, fallback: T) => Promise<T>;

/**
 * Probes a path on a disk that may never respond, such as a network volume that is gone. A call during a probe of the same
 * path joins it: each probe that never returns blocks one of the few threads with which Node reads files.
 */
export function singleFlightProbe<T>(timeoutMs: number, probe: (path: string) => Promise<T>): SingleFlightProbe<T> {
  let current: { readonly path: string; readonly result: Promise<T> } | null = null;
  return (path, fallback) => {
    if (current?.path !== path) {
      const result = probe(path).finally(() => {
        if (current?.result === result) current = null;
      });
      current = { path, result };
    }
    return withTimeout(current.result, { timeoutMs, fallback });
  };
}
