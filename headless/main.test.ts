import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const state = { folder: '', hosts: new Set<ChildProcess>() };

beforeEach(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'corral-host-'));
});

afterEach(async () => {
  await Promise.all(
    [...state.hosts].map(async (host) => {
      if (host.exitCode !== null || host.signalCode !== null) return;
      // Not SIGKILL: the host ends the server that it started.
      host.kill('SIGTERM');
      await once(host, 'exit');
    }),
  );
  state.hosts.clear();
  await rm(state.folder, { recursive: true });
});

/** Starts the host from its sources on a data folder of this test, with the fake as its server. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const flags = ['--no-open', '--data-dir', join(state.folder, 'data'), ...args];
  const host = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      CORRAL_OLLAMA: join(import.meta.dirname, '../tests/fake-ollama/ollama'),
      OLLAMA_MODELS: join(state.folder, 'models'),
      // The server needs a free port; which one doesn't matter here.
      CORRAL_OLLAMA_PORT: String(20_000 + (process.pid % 20_000)),
      ...env,
    },
  });
  state.hosts.add(host);
  const ended = Promise.all([once(host, 'exit'), text(host.stdout), text(host.stderr)]);
  return {
    host,
    async firstLine() {
      const failed = ended.then(([, , errors]) => Promise.reject(new Error(errors)));
      const [line] = await Promise.race([once(host.stdout, 'data'), failed]);
      return String(line).trimEnd();
    },
    ended: async () => {
      const [[code, signal], output, errors] = await ended;
      return { code, signal, output, errors };
    },
  };
}

const ready = /^Corral is running at (http:\/\/127\.0\.0\.1:(\d+)\/\?token=([\w-]{43}))$/;

describe('the host as a process', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'says where it runs, lets its token in, and ends cleanly on %s',
    async (signal) => {
      const { host, firstLine, ended } = start(['--port', '0']);
      const [, url = '', , token] = ready.exec(await firstLine()) ?? [];
      const response = await fetch(url, { redirect: 'manual' });
      expect(response.status).toBe(303);
      expect((await stat(join(state.folder, 'data'))).mode & 0o777).toBe(0o700);
      host.kill(signal);
      const { code, output, errors } = await ended();
      expect({ code, errors }).toEqual({ code: 0, errors: '' });
      expect(output.split(token ?? '')).toHaveLength(2);
      expect(await readdir(join(state.folder, 'data'))).not.toContain('host.lock');
    },
  );

  it('does not share its data folder, and says who has it', async () => {
    const first = start(['--port', '0']);
    await first.firstLine();
    const { code, output, errors } = await start(['--port', '0']).ended();
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(
      new RegExp(`^Corral is already running with this data folder \\(headless, process ${first.host.pid},.*\\n$`),
    );
  });

  it('says in one line that its port is in use, and leaves nothing behind', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { code, errors } = await start(['--port', String(port)]).ended();
    other.close();
    expect(code).toBe(1);
    expect(errors).toBe(
      `Port ${port} on 127.0.0.1 is in use. Use --port to choose another, or --port 0 for any free port.\n`,
    );
    expect(await readdir(join(state.folder, 'data'))).not.toContain('host.lock');
  });

  it.each([
    [['--port', 'x'], 'Invalid --port x: use a number from 0 to 65535.\n'],
    [
      ['--port', '0', '--bind', '192.0.2.1'],
      "192.0.2.1 isn't an address of this computer. Choose a different --bind address.\n",
    ],
    [['--port', '0', '--data-dir', '/dev/null/x'], /^Can't use the data folder: .*\n$/],
  ])('says in one line what is wrong with %j', async (args, line) => {
    const { code, errors } = await start(args).ended();
    expect(code).toBe(1);
    expect(errors).toMatch(line);
    expect(errors.trimEnd()).not.toContain('\n');
  });

  it.each([
    [{ CORRAL_OLLAMA_PORT: '22x' }, 'CORRAL_OLLAMA_PORT is "22x", which isn\'t a port number. '],
    [{ CORRAL_OLLAMA_PORT: '99999' }, 'CORRAL_OLLAMA_PORT is "99999", which isn\'t a port number. '],
    [{ CORRAL_OLLAMA_PORT: '0' }, 'CORRAL_OLLAMA_PORT is "0", which isn\'t a port number. '],
    [{ CORRAL_OLLAMA: ' ' }, 'CORRAL_OLLAMA is " ", which isn\'t a path. '],
    [{ CORRAL_DATA_DIR: '~nobody/x' }, 'CORRAL_DATA_DIR is "~nobody/x". '],
  ])('says in one line what is wrong with %j, and leaves nothing behind', async (env, line) => {
    const { code, output, errors } = await start(['--port', '0'], env).ended();
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toContain(line);
    expect(errors.trimEnd()).not.toContain('\n');
    expect(await readdir(state.folder)).toEqual([]);
  });

  it('warns where others can listen', async () => {
    const { host, firstLine, ended } = start(['--port', '0', '--bind', '0.0.0.0']);
    const [, , port] = ready.exec(await firstLine()) ?? [];
    host.kill();
    expect((await ended()).errors).toContain(`Warning: http://0.0.0.0:${port} is unencrypted HTTP.`);
  });

  it('explains its flags', async () => {
    const { code, output } = await start(['--help']).ended();
    expect(code).toBe(0);
    expect(output).toContain('--allow-host NAME');
  });
});
