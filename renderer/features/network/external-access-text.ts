import type { ExposureSlice } from '../../../contract/exposure.ts';
import type { ServerActual } from '../../../contract/server.ts';
import { reachSentence } from '../server/network-access-label.ts';

/** Who reaches a server that isn't ours, and where that is changed. Null for ours. */
export function externalReachWords(
  { applied, wanted }: Pick<ExposureSlice, 'applied' | 'wanted'>,
  actual: ServerActual,
): string | null {
  if (actual.state !== 'external') return null;
  const now =
    applied === null
      ? 'Who can reach it now isn’t known.'
      : `Now: ${reachSentence({ applied, wanted }, false)} (it listens on ${applied.ollamaHost}).`;
  const change =
    actual.owner === 'ollamaApp'
      ? 'Ollama’s own settings change that: “Expose Ollama to the network”.'
      : 'OLLAMA_HOST changes that, where it is started.';
  return `${now} ${change} What is chosen below holds when Corral runs the server.`;
}
