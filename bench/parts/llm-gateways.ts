import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../tests/ollama/free-port.ts';
import { type ComparedProxy, startInstalled } from './installed-program.ts';
import type { ProxyOptions } from './nginx.ts';

/** A gateway for models by others, and what its clients send. */
export interface LlmGateway extends ComparedProxy {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
}

type Upstream = Pick<ProxyOptions, 'upstream'>;

/** LiteLLM accepts no other form of key. */
const LITELLM_KEY = 'sk-bench';

/** Every model of the upstream under its own name, for one key. */
function liteLlmConfiguration(upstream: string): string {
  return JSON.stringify({
    model_list: [
      { model_name: '*', litellm_params: { model: 'openai/*', api_base: `${upstream}/v1`, api_key: 'unused' } },
    ],
    general_settings: { master_key: LITELLM_KEY },
  });
}

/** The `litellm` of PATH, or the one that CORRAL_BENCH_LITELLM names; null where there is none. */
export async function startLiteLlm({ upstream }: Upstream): Promise<LlmGateway | null> {
  const folder = await mkdtemp(join(tmpdir(), 'corral-litellm-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const file = join(folder, 'config.json');
  await writeFile(file, liteLlmConfiguration(upstream));
  try {
    const program = await startInstalled({
      command: process.env.CORRAL_BENCH_LITELLM ?? 'litellm',
      args: ['--config', file, '--host', '127.0.0.1', '--port', String(port)],
      // Otherwise it downloads a list of prices first.
      env: { HOME: folder, LITELLM_LOCAL_MODEL_COST_MAP: 'True', LITELLM_LOG: 'ERROR' },
      url,
    });
    if (program === null) {
      await removeFolder();
      return null;
    }
    return { url, pid: program.pid, key: LITELLM_KEY, headers: {}, end: () => program.end().then(removeFolder) };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

/** Portkey's `gateway` of PATH, or the one that CORRAL_BENCH_PORTKEY names; null where there is none. It checks no key. */
export async function startPortkey({ upstream }: Upstream): Promise<LlmGateway | null> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const command = process.env.CORRAL_BENCH_PORTKEY ?? 'gateway';
  const program = await startInstalled({ command, args: [`--port=${port}`, '--headless'], url });
  if (program === null) return null;
  const headers = { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${upstream}/v1` };
  return { url, pid: program.pid, key: 'unchecked', headers, end: program.end };
}
