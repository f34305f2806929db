import { addedTime } from './parts/added-time.ts';
import type { Figure } from './parts/figure.ts';
import { fullSpeed } from './parts/full-speed.ts';
import { startGatewayTargets } from './parts/gateway-targets.ts';
import { startLoad } from './parts/load.ts';
import { manyStreams } from './parts/many-streams.ts';

const INSTALL_NGINX = 'nginx is not installed, so the gateway is measured without it: apt-get install nginx';
const INSTALL_LLM_GATEWAYS =
  "Of LiteLLM and Portkey, those that are on PATH or named by CORRAL_BENCH_LITELLM and CORRAL_BENCH_PORTKEY are measured too: pip install 'litellm[proxy]', npm i -g @portkey-ai/gateway";

/** What the gateway costs, beside nginx and a bare proxy doing the same, and beside gateways for models by others, on loopback. */
export async function gateway(): Promise<readonly Figure[]> {
  const targets = await startGatewayTargets();
  const load = await startLoad();
  if (targets.nginx === null) console.log(INSTALL_NGINX);
  if (targets.llmGateways.length < 2) console.log(INSTALL_LLM_GATEWAYS);
  try {
    return [
      ...(await addedTime(targets, load)),
      ...(await fullSpeed(targets, load)),
      ...(await manyStreams(targets, load)),
    ];
  } finally {
    await load.end();
    await targets.end();
  }
}
