import type { BindDecision } from './decide-bind.ts';

interface Notification {
  readonly title: string;
  readonly body: string;
}

/** The server moves because an address came or went. */
export const movedNotice = ({ ollamaHost, degradedReason }: BindDecision): Notification =>
  degradedReason === null
    ? { title: 'Tailscale is back', body: `Your tailnet reaches the server at ${ollamaHost} again.` }
    : { title: 'The server keeps to this Mac', body: degradedReason };

/** A change that had waited could not be made, or not wholly. */
export function failedChangeNotice(error: unknown): Notification {
  return {
    title: 'A change of who can reach the server failed',
    body: `It had waited for answers to end. Look at the Network page for what holds now. ${error instanceof Error ? error.message : String(error)}`,
  };
}
