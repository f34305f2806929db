import { networkInterfaces } from 'node:os';
import type { Interfaces } from './interfaces.ts';

/** As often as anybody waits for it; reading the interfaces costs well under a millisecond. */
const LOOK_EVERY_MS = 3_000;

export interface NetworkChangeOptions {
  readonly interfaces?: () => Interfaces;
  /** Milliseconds between two looks. */
  readonly everyMs?: number;
  /** An address has come, gone or moved to another device. */
  readonly onChange: () => void;
}

/** Equal for the same addresses on the same devices, in whatever order the system lists them. */
function networkFingerprint(interfaces: Interfaces): string {
  return Object.entries(interfaces)
    .flatMap(([device, infos]) => (infos ?? []).map(({ cidr, address }) => `${device} ${cidr ?? address}`))
    .toSorted()
    .join('\n');
}

/** Notices that this machine has moved to another network, or that one came or went. Gives the function that ends it. */
export function watchNetworkChanges(options: NetworkChangeOptions): () => void {
  const { interfaces = networkInterfaces, everyMs = LOOK_EVERY_MS, onChange } = options;
  let before = networkFingerprint(interfaces());
  const timer = setInterval(() => {
    const now = networkFingerprint(interfaces());
    if (now === before) return;
    before = now;
    onChange();
  }, everyMs).unref();
  return () => clearInterval(timer);
}
