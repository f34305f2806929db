import { withTimeout } from './with-timeout.ts';

/** What a look gives, or `otherwise` where it takes too long. */
export type SingleFlightProbe<T> = (path: string, otherwise: T) => Promise<T>;

/**
 * Looks at a path on a disk that may never answer, such as a network volume that is gone. One look at a time: each that never
 * comes back holds one of the few threads with which Node reads files, so a later one joins it. Milliseconds.
 */
export function singleFlightProbe<T>(timeoutMs: number, lookAt: (path: string) => Promise<T>): SingleFlightProbe<T> {
  let look: { readonly path: string; readonly done: Promise<T> } | null = null;
  return (path, otherwise) => {
    if (look?.path !== path) {
      const done = lookAt(path).finally(() => {
        if (look?.done === done) look = null;
      });
      look = { path, done };
    }
    return withTimeout(timeoutMs, look.done, otherwise);
  };
}
