import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isReal, ollamaPath } from '../ollama/ollama-under-test.ts';
import { startOllama } from '../ollama/start-ollama.ts';
import { installTiny, startTinyRegistry } from '../ollama/tiny-library.ts';

/** The server under test: the fake, or the real one with a model that it can load. */
export interface FaultFixture {
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly model: string;
  dispose(): Promise<void>;
}

async function installTinyModel(home: string): Promise<string> {
  const registry = await startTinyRegistry();
  const server = await startOllama({ home });
  try {
    return await installTiny(server, registry, 'chat');
  } finally {
    await server.stop();
    await registry.close();
  }
}

/** The fake has a model already; for the real server a tiny one is installed in a folder that all of them use. */
export async function openFaultFixture(): Promise<FaultFixture> {
  const program = ollamaPath();
  if (!isReal) return { program, env: {}, model: 'tinyllama', dispose: () => Promise.resolve() };
  const home = await mkdtemp(join(tmpdir(), 'corral-faults-models-'));
  const model = await installTinyModel(home);
  return {
    program,
    model,
    env: { OLLAMA_MODELS: join(home, '.ollama', 'models'), OLLAMA_NO_CLOUD: '1' },
    dispose: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}
