import { networkInterfaces } from 'node:os';
import type { Interfaces } from './interfaces.ts';

/** Reading the interfaces takes well under a millisecond. */
const POLL_INTERVAL_MS = 3_000;

export interface NetworkChangeOptions {
  readonly interfaces?: () => Interfaces;
  readonly pollIntervalMs?: number;
  /** An address has appeared, disappeared or moved to another device. */
  readonly onChange: () => void;
}

/** Equal for the same addresses on the same devices, whatever the order in which the system lists them. */
function networkFingerprint(interfaces: Interfaces): string {
  return Object.entries(interfaces)
    .flatMap(([device, infos]) => (infos ?? []).map(({ cidr, address }) => `${device} ${cidr ?? address}`))
    .toSorted()
    .join('\n');
}

/** Detects that this Mac has joined or left a network. Gives the function that stops it. */
export function watchNetworkChanges(options: NetworkChangeOptions): () => void {
  const { interfaces = networkInterfaces, pollIntervalMs = POLL_INTERVAL_MS, onChange } = options;
  let before = networkFingerprint(interfaces());
  const timer = setInterval(() => {
    const now = networkFingerprint(interfaces());
    if (now === before) return;
    before = now;
    onChange();
  }, pollIntervalMs).unref();
  return () => clearInterval(timer);
}
