import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { goValue } from '../../core/environment/go-value.ts';
import { isFatalOrigin } from '../../core/environment/origin-rules.ts';
import { eventually } from '../eventually.ts';
import { call } from './api-client.ts';
import { freePort } from './free-port.ts';
import { type OllamaProcess, runOllama } from './ollama-process.ts';
import { type RunningOllama, startOllama } from './start-ollama.ts';

let home: string;
const running: OllamaProcess[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'corral-ollama-'));
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.killAll()));
  rmSync(home, { recursive: true, force: true });
});

async function start(env: Readonly<Record<string, string>> = {}): Promise<RunningOllama> {
  const server = await startOllama({ home, env });
  running.push(server);
  return server;
}

function run(args: readonly string[], env: Readonly<Record<string, string>>): OllamaProcess {
  const server = runOllama(args, { HOME: home, OLLAMA_NO_CLOUD: '1', ...env });
  running.push(server);
  return server;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

describe('start', () => {
  test('logs its steps on stderr in order, and the port is open before it is ready', async () => {
    const port = await freePort();
    const server = run(['serve'], { OLLAMA_HOST: `127.0.0.1:${port}` });
    await eventually(() => expect(server.stderr()).toContain('Listening on'));
    expect(await accepts(port)).toBe(true);
    await eventually(() => expect(server.stderr()).toContain('vram-based default context'));

    const steps = [
      'msg="server config"',
      'Ollama cloud disabled: true',
      'total blobs: 0',
      'total unused blobs removed: 0',
    ];
    const later = [
      `Listening on 127.0.0.1:${port} (version `,
      'discovering available GPUs...',
      'msg="inference compute"',
    ];
    const positions = [...steps, ...later, 'vram-based default context'].map((step) => server.stderr().indexOf(step));
    expect(positions).not.toContain(-1);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
  });

  test('writes one line to stdout for each request', async () => {
    const server = await start();
    await call(server, '/api/tags');
    await eventually(() => {
      expect(server.stdout()).toMatch(
        /\[GIN\] \d{4}\/\d\d\/\d\d - \d\d:\d\d:\d\d \| 200 \| .* \| {7}127\.0\.0\.1 \| GET {6}"\/api\/tags"/,
      );
    });
  });

  test('exits with code 1 and the reason when the port is in use', async () => {
    const first = await start();
    const second = run(['serve'], { OLLAMA_HOST: `127.0.0.1:${first.port}` });
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.stderr()).toContain(`Error: listen tcp 127.0.0.1:${first.port}: bind: address already in use`);
    expect(second.stderr()).not.toContain('server config');
  });

  test('exits with code 1 when the address is not on this host', async () => {
    const server = run(['serve'], { OLLAMA_HOST: '198.51.100.7:18999' });
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.stderr()).toMatch(
      /Error: listen tcp 198\.51\.100\.7:18999: bind: can(no|')t assign requested address/,
    );
  });

  test.each([
    [(port: number) => `:${port}`, (port: number) => `[::]:${port}`],
    [(port: number) => `0.0.0.0:${port}`, (port: number) => `[::]:${port}`],
    [(port: number) => `http://127.0.0.1:${port}/path`, (port: number) => `127.0.0.1:${port}`],
    [(port: number) => `"127.0.0.1:${port}"`, (port: number) => `127.0.0.1:${port}`],
  ])('reads OLLAMA_HOST: %s', async (value, shown) => {
    const port = await freePort();
    const server = run(['serve'], { OLLAMA_HOST: value(port) });
    await eventually(() => expect(server.stderr()).toContain(`Listening on ${shown(port)} (`));
  });

  test('panics with code 2 on an invalid origin', async () => {
    const server = run(['serve'], { OLLAMA_HOST: `127.0.0.1:${await freePort()}`, OLLAMA_ORIGINS: 'myapp://bundle' });
    expect(await server.exited).toEqual({ code: 2, signal: null });
    expect(server.stderr()).toContain("bad origin: origins must contain '*' or include http://,https://");
    expect(server.stderr()).not.toContain('Listening on');
  });

  test.each([
    ['chat.example.com', true],
    ['https://a.example, https://b.example', true],
    ['https://*.a.example:*', true],
    ['*.example.com', false],
    ['"https://a.example/"', false],
    ['http://a.example, *', false],
  ])('starts with the origins %j, or panics, as Corral expects', async (origins, panics) => {
    const elements = goValue(origins).split(',');
    expect(elements.some(isFatalOrigin)).toBe(panics);
    const server = run(['serve'], { OLLAMA_HOST: `127.0.0.1:${await freePort()}`, OLLAMA_ORIGINS: origins });
    if (panics) expect(await server.exited).toEqual({ code: 2, signal: null });
    else await eventually(() => expect(server.stderr()).toContain('Listening on'));
  });

  test('refuses flags and arguments with code 1', async () => {
    const flag = run(['serve', '--x'], {});
    const argument = run(['serve', 'more'], {});
    expect(await flag.exited).toEqual({ code: 1, signal: null });
    expect(await argument.exited).toEqual({ code: 1, signal: null });
    expect(flag.stderr()).toContain('Error: unknown flag: --x');
    expect(argument.stderr()).toMatch(/Error: (accepts 0 arg\(s\), received 1|unknown command)/);
  });
});

describe('exit', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('has code 0 on %s, and the port is free again', async (signal) => {
    const server = await start();
    server.kill(signal);
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(await accepts(server.port)).toBe(false);
  });

  test('is by the signal on SIGHUP', async () => {
    const server = await start();
    server.kill('SIGHUP');
    expect(await server.exited).toEqual({ code: null, signal: 'SIGHUP' });
  });
});

describe('version', () => {
  test('is printed with a warning when no server responds', async () => {
    const command = run(['--version'], { OLLAMA_HOST: `127.0.0.1:${await freePort()}` });
    expect(await command.exited).toEqual({ code: 0, signal: null });
    await eventually(() => {
      expect(command.stdout()).toMatch(
        /^Warning: could not connect to a running Ollama instance\nWarning: client version is \S+\n$/,
      );
    });
  });

  test('is printed alone when a server of the same version responds', async () => {
    const server = await start();
    const command = run(['-v'], { OLLAMA_HOST: `127.0.0.1:${server.port}` });
    expect(await command.exited).toEqual({ code: 0, signal: null });
    const { version } = (await call(server, '/api/version')).json();
    await eventually(() => expect(command.stdout()).toBe(`ollama version is ${String(version)}\n`));
  });
});
