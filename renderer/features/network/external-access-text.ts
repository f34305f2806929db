import type { ExposureSlice } from '../../../contract/exposure.ts';
import type { ServerActual } from '../../../contract/server.ts';
import { networkAccessLabel } from '../server/network-access-label.ts';

/** Who reaches a server that isn't ours, and where that is changed. Null for ours. */
export function externalReachWords(
  { effective, desired }: Pick<ExposureSlice, 'effective' | 'desired'>,
  actual: ServerActual,
): string | null {
  if (actual.state !== 'external') return null;
  const now =
    effective === null
      ? 'Who can reach it now isn’t known.'
      : `Now: ${networkAccessLabel({ effective, desired }, false)} (it listens on ${effective.ollamaHost}).`;
  const change =
    actual.owner === 'ollamaApp'
      ? 'Ollama’s own settings change that: “Expose Ollama to the network”.'
      : 'OLLAMA_HOST changes that, where it is started.';
  return `${now} ${change} What is chosen below holds when Corral runs the server.`;
}
