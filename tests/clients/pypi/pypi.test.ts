import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { GREETING } from '../../../renderer/features/network/recipes/client-recipe.ts';
import { describeClients } from '../describe-clients.ts';
import { hasPrivateAddress, type KeyedHost, startKeyedHost } from '../keyed-host.ts';
import { factsOf, recipeText } from '../recipe-text.ts';
import { pythonClient } from './python-client.ts';

const python = process.env.CORRAL_TEST_PYTHON;
if (python === undefined) throw new Error('Run these with `npm run test:clients`, which installs what they need.');
if (!hasPrivateAddress) throw new Error('These need a private address of this machine that isn’t loopback.');

// Importing LlamaIndex takes long on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const chatCalls = ['callTool', 'describeImage'] as const;
const all = ['list', 'complete', 'embed', 'structured', ...chatCalls] as const;

describeClients([
  pythonClient(python, { name: 'openai (Python)', script: 'openai_client.py', calls: all }),
  pythonClient(python, {
    name: 'LangChain (Python)',
    script: 'langchain_client.py',
    calls: all.filter((call) => call !== 'list'),
  }),
  pythonClient(python, {
    name: 'LlamaIndex',
    script: 'llama_index_client.py',
    calls: ['complete', 'embed'],
  }),
  pythonClient(python, {
    name: 'Anthropic SDK (Python)',
    script: 'anthropic_client.py',
    calls: ['list', ...chatCalls],
  }),
  pythonClient(python, { name: 'ollama (Python)', script: 'ollama_client.py', calls: all }),
]);

describe('recipes', () => {
  let host: KeyedHost;
  let folder: string;
  beforeAll(async () => {
    host = await startKeyedHost();
    folder = await mkdtemp(join(tmpdir(), 'corral-python-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await host.close();
  });

  describe.each([
    ['at an address that requires a key', true],
    ["at Ollama's own address", false],
  ])('%s', (_where, needsKey) => {
    test.each(['python', 'langchain-python', 'llama-index', 'ollama-python'])('%s', async (id) => {
      const path = join(folder, `${id}-${needsKey}.py`);
      await writeFile(path, recipeText(id, factsOf(host, { needsKey }), host.key));
      const env = { PATH: process.env.PATH, HOME: folder, NO_PROXY: '*' };
      const { stdout } = await promisify(execFile)(python, [path], { env });
      expect(stdout).toContain(GREETING);
      expect(stdout.trim().split('\n').at(-1)).toBe('768');
    });
  });
});
