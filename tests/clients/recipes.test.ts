import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GREETING } from '../../renderer/features/network/recipes/client-recipe.ts';
import { isReal } from '../ollama/ollama-under-test.ts';
import {
  hasPrivateAddress,
  type KeyedHost,
  reportNoPrivateAddress,
  startKeyedHost,
  VECTOR_LENGTH,
} from './keyed-host.ts';
import { factsOf, recipeText } from './recipe-text.ts';
import { stubCommands } from './stub-commands.ts';

const run = promisify(execFile);
const cache = fileURLToPath(new URL('../../.cache/', import.meta.url));
const hasCli = spawnSync('sh', ['-c', 'command -v ollama']).status === 0;
/** The fake repeats the prompt; the real server's model generates random words. */
const generated = isReal ? /[a-z]/ : new RegExp(GREETING);

if (!hasPrivateAddress) reportNoPrivateAddress('tests/clients/recipes');
if (!hasCli) console.log('tests/clients/recipes: no `ollama` on PATH, so a stub sends its request');

function bareHost(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

/** The texts that the page shows, run as a person would run them. */
describe.runIf(hasPrivateAddress)('recipes', () => {
  let host: KeyedHost;
  let folder: string;
  beforeAll(async () => {
    host = await startKeyedHost();
    // Node resolves packages in the folders above a program, as in a person's project.
    await mkdir(cache, { recursive: true });
    folder = await mkdtemp(join(cache, 'recipes-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await host.close();
  });

  const text = (id: string, needsKey: boolean): string => recipeText(id, factsOf(host, { needsKey }), host.key);
  const program = async (id: string, needsKey: boolean): Promise<string> => {
    const path = join(folder, `${id}-${needsKey}.ts`);
    await writeFile(path, text(id, needsKey));
    return (await run(process.execPath, [path])).stdout;
  };
  const inShell = async (id: string, needsKey: boolean, dir: string): Promise<string> => {
    const env = { PATH: `${dir}:${process.env.PATH}`, HOME: dir };
    const running = run('sh', ['-c', text(id, needsKey)], { env });
    // The Ollama CLI reads standard input to its end, as part of the prompt.
    running.child.stdin?.end();
    return (await running).stdout;
  };

  describe.each([
    ['at an address that requires a key', true],
    ["at Ollama's own address", false],
  ])('%s', (_where, needsKey) => {
    test.each(['typescript', 'langchain-typescript', 'ollama-js'])('%s', async (id) => {
      const printed = await program(id, needsKey);
      expect(printed).toMatch(generated);
      expect(printed.trim().split('\n').at(-1)).toBe(String(VECTOR_LENGTH));
    });

    test('curl', async () => {
      const printed = await inShell('curl', needsKey, tmpdir());
      expect(printed).toMatch(generated);
      expect(printed).toContain('"object":"embedding"');
    });
  });

  test.each([
    ['through a tunnel to an address that requires a key', true],
    ["at Ollama's own address", false],
  ])('the Ollama CLI %s', async (_where, needsKey) => {
    const home = await mkdtemp(join(tmpdir(), 'corral-cli-'));
    const commands = await stubCommands(home, { withOllama: !hasCli });
    try {
      expect(await inShell('ollama-cli', needsKey, home)).toMatch(generated);
      if (needsKey) expect(await commands.tunnelTarget()).toBe(`YOUR_NAME@${bareHost(host.baseUrl)}`);
    } finally {
      await commands.closeTunnel();
      await rm(home, { recursive: true, force: true });
    }
  });
});
