import { exposureText } from '../../contract/derived/catalog/en/exposure.ts';
import type { BindDecision } from './decide-bind.ts';

interface Notification {
  readonly title: string;
  readonly body: string;
}

/** The server moves because an address appeared or disappeared. */
export function movedNotice({ ollamaHost, degradedReason }: BindDecision): Notification {
  return degradedReason === null
    ? { title: exposureText('moved.backTitle'), body: exposureText('moved.back', { host: ollamaHost }) }
    : { title: exposureText('moved.awayTitle'), body: degradedReason };
}

/** A pending change failed, at least in part. */
export function failedChangeNotice(error: unknown): Notification {
  const reason = error instanceof Error ? error.message : String(error);
  return { title: exposureText('change.failedTitle'), body: exposureText('change.failed', { reason }) };
}
