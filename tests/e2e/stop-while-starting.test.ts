import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { portListeners } from '../../core/os/port-listeners.ts';
import { processInfo } from '../../core/os/process-info.ts';
import { freePort } from '../ollama/free-port.ts';
import { corralFor } from './corral-for.ts';
import { connectRpc, snapshotUntil } from './rpc-client.ts';

const HOST_PROGRAM = fileURLToPath(new URL('../../out/headless/main.js', import.meta.url));
/** A person who pressed Control-C waits for no longer; Corral allows itself less. */
const STOP_TIMEOUT_MS = 2_000;
/** Where `ollama` is found without asking a shell. */
const isInstalled = [
  '/opt/homebrew/bin',
  '/usr/local/bin',
  '/usr/bin',
  '/Applications/Ollama.app/Contents/Resources',
].some((folder) => existsSync(join(folder, 'ollama')));
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

let home: string;
let dataDir: string;
let port: number;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'corral-e2e-'));
  dataDir = join(home, 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  port = await freePort();
  onTestFinished(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
});

/** A host that finds no `ollama` but by asking a login shell, which never answers. Gives the shell's pid once it is asked. */
function startWithHangingShell() {
  const shell = join(home, 'shell');
  writeFileSync(
    shell,
    `#!/bin/sh\necho $$ > '${shell}.part'\n/bin/mv '${shell}.part' '${shell}.pid'\nexec /bin/sleep 1000\n`,
    {
      mode: 0o755,
    },
  );
  const host = start({ SHELL: shell, PATH: join(home, 'nothing'), CORRAL_OLLAMA_PORT: String(port) });
  return { host, shellPid: () => Number(existsSync(`${shell}.pid`) ? readFileSync(`${shell}.pid`, 'utf8') : 0) };
}

function start(env: NodeJS.ProcessEnv): ChildProcess {
  const host = spawn(process.execPath, [HOST_PROGRAM, '--port', '0', '--no-open', '--data-dir', dataDir], {
    env: { HOME: home, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void host.kill('SIGKILL'));
  return host;
}

/** What the signal brings about, and whether it did so in time. */
async function stopBy(host: ChildProcess, signal: NodeJS.Signals) {
  const began = performance.now();
  const ended = once(host, 'exit');
  const errors = host.stderr === null ? '' : text(host.stderr);
  host.kill(signal);
  const [code] = await ended;
  return { code, errors: await errors, inTime: performance.now() - began < STOP_TIMEOUT_MS };
}

test.each(SIGNALS)('while another host keeps the lock from being taken, %s ends the start', async (signal) => {
  writeFileSync(join(dataDir, 'host.lock'), '');
  const { startTime } = (await processInfo(process.pid)) ?? { startTime: '' };
  const claim = JSON.stringify({ pid: process.pid, startTime, host: 'headless', since: 0 });
  writeFileSync(join(dataDir, 'host.lock.e3b0c44298fc1c14'), claim);
  const host = start({});
  await expect.poll(() => readdirSync(dataDir).length).toBe(3);
  expect(await stopBy(host, signal)).toEqual({ code: 0, errors: '', inTime: true });
  expect(readdirSync(dataDir).sort()).toEqual(['host.lock', 'host.lock.e3b0c44298fc1c14']);
});

test.skipIf(isInstalled).each(SIGNALS)(
  'while a login shell is asked, %s ends the start and the shell',
  async (signal) => {
    const { host, shellPid } = startWithHangingShell();
    await expect.poll(shellPid).toBeGreaterThan(0);
    expect(await stopBy(host, signal)).toEqual({ code: 0, errors: '', inTime: true });
    expect(await processInfo(shellPid())).toBeNull();
    expect(readdirSync(dataDir)).not.toContain('host.lock');
  },
);

test.skipIf(isInstalled)(
  'a server that an earlier host left running is stopped with a start that is ended',
  async () => {
    const killed = await corralFor({ home, ollamaPort: port });
    const { client, close } = await connectRpc(killed.url);
    const { server } = await snapshotUntil(client, ({ server: { actual } }) => actual.state === 'running');
    close();
    // The server's own: the port that clients use is silent without Corral.
    const innerPort = server.innerPort ?? 0;
    killed.process.kill('SIGKILL');
    await once(killed.process, 'exit');
    expect(await portListeners(innerPort)).toMatchObject([{ pid: server.pid }]);
    expect(await portListeners(port)).toEqual([]);

    const { host, shellPid } = startWithHangingShell();
    await expect.poll(shellPid).toBeGreaterThan(0);
    expect(await stopBy(host, 'SIGTERM')).toEqual({ code: 0, errors: '', inTime: true });
    expect(await portListeners(innerPort)).toEqual([]);
    expect(readdirSync(dataDir)).not.toContain('run.json');
    expect(readdirSync(dataDir)).not.toContain('host.lock');
  },
);
