import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isReal } from '../ollama/ollama-under-test.ts';
import { hasPrivateAddress, type KeyedHost, noPrivateAddress, startKeyedHost, VECTOR_LENGTH } from './keyed-host.ts';
import { factsOf, recipeText } from './recipe-text.ts';
import { stubCommands } from './stub-commands.ts';

const run = promisify(execFile);
const cache = fileURLToPath(new URL('../../.cache/', import.meta.url));
const hasCli = spawnSync('sh', ['-c', 'command -v ollama']).status === 0;
/** The fake quotes what it was asked; the real server's model says random words. */
const answered = isReal ? /[a-z]/ : /Hello from the other room/;

if (!hasPrivateAddress) noPrivateAddress('tests/clients/recipes');
if (!hasCli) console.log('tests/clients/recipes: there is no `ollama` on PATH, a stub makes its request');

function bareHost(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

/** The very texts that the page shows, run as a person would run them. */
describe.runIf(hasPrivateAddress)('recipes', () => {
  let host: KeyedHost;
  let folder: string;
  beforeAll(async () => {
    host = await startKeyedHost();
    // Packages are looked for in the folders above a program, as in anybody's project.
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
    // The Ollama CLI takes what comes there for a part of the question, to its end.
    running.child.stdin?.end();
    return (await running).stdout;
  };

  describe.each([
    ['at an address that wants a key', true],
    ["at Ollama's own address", false],
  ])('%s', (_where, needsKey) => {
    test.each(['typescript', 'langchain-typescript', 'ollama-js'])('%s', async (id) => {
      const printed = await program(id, needsKey);
      expect(printed).toMatch(answered);
      expect(printed.trim().split('\n').at(-1)).toBe(String(VECTOR_LENGTH));
    });

    test('curl', async () => {
      const printed = await inShell('curl', needsKey, tmpdir());
      expect(printed).toMatch(answered);
      expect(printed).toContain('"object":"embedding"');
    });
  });

  test.each([
    ['through a tunnel, where an address wants a key', true],
    ["at Ollama's own address", false],
  ])('the Ollama CLI %s', async (_where, needsKey) => {
    const home = await mkdtemp(join(tmpdir(), 'corral-cli-'));
    const commands = await stubCommands(home, { withOllama: !hasCli });
    try {
      expect(await inShell('ollama-cli', needsKey, home)).toMatch(answered);
      if (needsKey) expect(await commands.tunnelAsked()).toBe(`YOUR_NAME@${bareHost(host.baseUrl)}`);
    } finally {
      await commands.endTunnel();
      await rm(home, { recursive: true, force: true });
    }
  });
});
