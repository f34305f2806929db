import type { ExposureSlice } from '../exposure.ts';
import type { Reach } from '../reach.ts';
import type { ServerSlice } from '../server.ts';

/**
 * Who answers on the server's port: Corral for everyone; Corral for this Mac and Ollama itself for other devices; Ollama itself for
 * apps on this Mac and perhaps for others.
 */
export type FrontDoor = 'corral' | 'corralForThisMac' | 'ollama';

/** Who answers now; null while nobody does. */
export function frontDoor({
  server,
  exposure,
}: {
  readonly server: Pick<ServerSlice, 'actual' | 'innerPort'>;
  readonly exposure: Pick<ExposureSlice, 'effective'>;
}): FrontDoor | null {
  const { effective } = exposure;
  if (effective === null) return null;
  if (server.innerPort !== null) return 'corral';
  const isOurs = server.actual.state !== 'external';
  return isOurs && effective.open && effective.reach === 'tailscale' ? 'corralForThisMac' : 'ollama';
}

/** Whether clients on this Mac reach Corral or the server: another app may have that address. */
export function isOpenToThisMac({ listening }: NonNullable<ExposureSlice['effective']>): boolean {
  return listening.includes('127.0.0.1');
}

/** Whether the chosen network access has every app connect to Ollama itself, whatever else is chosen. */
export function isOpenWithoutCorral(desired: Reach, requireKey: boolean): boolean {
  return desired === 'localNetwork' && !requireKey;
}
