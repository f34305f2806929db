import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { processInfo } from '../os/process-info.ts';
import { childEnvironment } from './child-environment.ts';
import { findOllama } from './find-ollama.ts';
import { probeVersion } from './probe-version.ts';
import { parseProgramVersion } from './program-version.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corral-find-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

async function program(path: string, text = '#!/bin/sh\n'): Promise<string> {
  const full = join(folder, path);
  await mkdir(join(full, '..'), { recursive: true });
  await writeFile(full, text);
  await chmod(full, 0o755);
  return full;
}

describe('findOllama', () => {
  const find = (env: NodeJS.ProcessEnv, ollamaPath: string | null = null, defaultLocations: string[] = []) =>
    findOllama({ env: { SHELL: '/bin/false', ...env }, ollamaPath, home: folder, defaultLocations });

  test('searches the variable, the setting, PATH, the default locations, in this order', async () => {
    const [a, b, c, d] = await Promise.all(['a/x', 'b/x', 'c/ollama', 'd/ollama'].map((path) => program(path)));
    const PATH = join(folder, 'c');
    expect(await find({ CORRAL_OLLAMA: a ?? '', PATH }, b, [d ?? ''])).toEqual({
      found: { path: a, source: 'environment' },
    });
    expect(await find({ PATH }, b, [d ?? ''])).toEqual({ found: { path: b, source: 'setting' } });
    expect(await find({ PATH }, null, [d ?? ''])).toEqual({ found: { path: c, source: 'path' } });
    expect(await find({ PATH: '' }, null, [d ?? ''])).toEqual({ found: { path: d, source: 'defaultLocation' } });
    expect(await find({})).toEqual({ missing: { detail: null } });
  });

  test('a named path that doesn’t work is an error that names it', async () => {
    const there = await program('c/ollama');
    const missing = { missing: { detail: '/nowhere/ollama' } };
    expect(await find({ CORRAL_OLLAMA: '/nowhere/ollama', PATH: join(folder, 'c') }, there)).toEqual(missing);
    expect(await find({ PATH: join(folder, 'c') }, '/nowhere/ollama')).toEqual(missing);
  });

  test('a folder, or a file that can’t be executed, doesn’t count', async () => {
    await mkdir(join(folder, 'c/ollama'), { recursive: true });
    await writeFile(join(folder, 'plain'), '');
    expect(await find({ PATH: join(folder, 'c') })).toEqual({ missing: { detail: null } });
    expect(await find({}, join(folder, 'plain'))).toEqual({ missing: { detail: join(folder, 'plain') } });
  });

  test('asks the login shell last, whatever else its startup files print', async () => {
    const there = await program('deep/ollama');
    const SHELL = await program(
      'shell',
      `#!/bin/sh\necho welcome\nPATH=${join(folder, 'deep')}:/bin:/usr/bin\neval "$2"\n`,
    );
    expect(await find({ SHELL })).toEqual({ found: { path: there, source: 'loginShell' } });
  });

  test('an alias in the login shell is no path, and a shell that hangs is killed with what it started', async () => {
    const alias = await program('alias', '#!/bin/sh\necho "<corral>"; echo "alias ollama=x"; echo "</corral>"\n');
    expect(await find({ SHELL: alias })).toEqual({ missing: { detail: null } });
    const pids = join(folder, 'pids');
    const hanging = await program('hanging', `#!/bin/sh\nsleep 60 &\necho $$ $! > ${pids}\nwait\n`);
    expect(await find({ SHELL: hanging, PATH: process.env.PATH })).toEqual({ missing: { detail: null } });
    const [shell = '0', child = '0'] = (await readFile(pids, 'utf8')).trim().split(' ');
    await expect
      .poll(() => Promise.all([processInfo(Number(shell)), processInfo(Number(child))]))
      .toEqual([null, null]);
  });

  test('a relative path that was named becomes absolute, because the server runs in another folder', async () => {
    const there = await program('a/x');
    const result = await find({ CORRAL_OLLAMA: relative(process.cwd(), there) });
    expect(result).toEqual({ found: { path: there, source: 'environment' } });
  });
});

describe('childEnvironment', () => {
  const bind = { host: '127.0.0.1', port: 11434 };

  test('inherits home, path, proxy, and OLLAMA_*; ours override them; an inherited address never counts', () => {
    const inherited = {
      HOME: '/h',
      PATH: '/p',
      https_proxy: 'x',
      SECRET: 's',
      LLAMA_ARG_CTX: '1',
      OLLAMA_DEBUG: '1',
      OLLAMA_MODELS: '/old',
      OLLAMA_HOST: '0.0.0.0',
    };
    expect(childEnvironment(inherited, { OLLAMA_MODELS: '/new' }, bind)).toEqual({
      HOME: '/h',
      PATH: '/p',
      https_proxy: 'x',
      OLLAMA_DEBUG: '1',
      OLLAMA_MODELS: '/new',
      OLLAMA_HOST: '127.0.0.1:11434',
    });
  });

  test('leaves out what would end the server, and expands what no shell did', () => {
    const inherited = { HOME: '/h', OLLAMA_ORIGINS: 'a.example,https://b.example', OLLAMA_MODELS: '~/models' };
    expect(childEnvironment(inherited, {}, bind)).toMatchObject({
      OLLAMA_ORIGINS: 'https://b.example',
      OLLAMA_MODELS: '/h/models',
    });
    expect(childEnvironment({ HOME: '/h', OLLAMA_ORIGINS: 'null' }, {}, bind)).not.toHaveProperty('OLLAMA_ORIGINS');
    const ours = { OLLAMA_ORIGINS: 'https://c.example', OLLAMA_MODELS: '/m' };
    expect(childEnvironment(inherited, ours, bind)).toMatchObject(ours);
  });

  test('puts an IPv6 address in brackets', () => {
    expect(childEnvironment({}, {}, { host: '::1', port: 1 })).toEqual({ OLLAMA_HOST: '[::1]:1' });
  });
});

describe('probeVersion', () => {
  async function answering(body: string, status = 200): Promise<{ host: string; port: number }> {
    const server = createServer((_request, response) => {
      if (body !== 'never') response.writeHead(status).end(body);
    });
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
    return { host: '127.0.0.1', port };
  }

  test('gives the version', async () => {
    expect(await probeVersion(await answering('{"version":"0.32.15"}'), 1_000)).toBe('0.32.15');
  });

  test.each([['not Ollama'], ['{"version":1}'], ['never']])('%s is no version', async (body) => {
    expect(await probeVersion(await answering(body), 100)).toBeNull();
  });

  test('an error status is no version', async () => {
    expect(await probeVersion(await answering('{"version":"1"}', 503), 1_000)).toBeNull();
  });
});

test.each([
  ['ollama version is 0.32.15\n', '0.32.15'],
  ['ollama version is 0.32.15\nWarning: client version is 0.32.14\n', '0.32.14'],
  ['Warning: could not connect to a running Ollama instance\nWarning: client version is 0.30.1\n', '0.30.1'],
  ['something else', null],
])('of %j the executable’s own version is %j', (text, expected) => {
  expect(parseProgramVersion(text)).toBe(expected);
});
