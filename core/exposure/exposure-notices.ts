import { exposureText } from '../../contract/derived/catalog/en/exposure.ts';
import type { BindDecision } from './decide-bind.ts';

export interface Notification {
  readonly title: string;
  readonly body: string;
}

/** The server moves because an address appeared or disappeared. */
export function movedNotice({ host, degradedReason }: BindDecision): Notification {
  return degradedReason === null
    ? { title: exposureText('moved.backTitle'), body: exposureText('moved.back', { host }) }
    : { title: exposureText('moved.awayTitle'), body: degradedReason };
}

/** A server that an earlier Corral left on the port restarts on one of its own, so that Corral takes the port. */
export function behindNotice(port: number): Notification {
  return {
    title: exposureText('moved.behindTitle'),
    body: exposureText('moved.behind', { url: `http://localhost:${port}/v1` }),
  };
}

/** A pending change failed, at least in part. */
export function failedChangeNotice(error: unknown): Notification {
  const reason = error instanceof Error ? error.message : String(error);
  return { title: exposureText('change.failedTitle'), body: exposureText('change.failed', { reason }) };
}
