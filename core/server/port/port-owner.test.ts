import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../../tests/ollama/free-port.ts';
import { startOllama } from '../../../tests/ollama/start-ollama.ts';
import type { ProcessInfo } from '../../os/process-info.ts';
import { classifyOwner, findPortOwner, findServer, isPortOf, orOtherUser, recheckServer } from './port-owner.ts';

function info(change: Partial<ProcessInfo>): ProcessInfo {
  return {
    pid: 7,
    ppid: 1,
    pgid: 7,
    startTime: '1',
    name: 'ollama',
    args: 'ollama serve',
    hasTerminal: false,
    uid: 501,
    isStopped: false,
    cpuMs: 0,
    ...change,
  };
}
const app = info({ pid: 2, args: '/Applications/Ollama.app/Contents/MacOS/Ollama' });

test.each([
  ['ollamaApp', info({ args: '/Applications/Ollama.app/Contents/Resources/ollama serve', ppid: 2 }), null],
  ['ollamaApp', info({ ppid: 2 }), app],
  ['homebrew', info({ args: '/opt/homebrew/opt/ollama/bin/ollama serve' }), null],
  ['terminal', info({ args: '/opt/homebrew/bin/ollama serve', ppid: 9, hasTerminal: true }), null],
  ['terminal', info({ args: '/Applications/Ollama.app/Contents/Resources/ollama serve', hasTerminal: true }), null],
  ['homebrew', info({ args: '/usr/local/opt/ollama/bin/ollama serve' }), null],
  ['homebrew', info({ args: '/Users/me/brew/opt/ollama/bin/ollama serve' }), null],
  ['launchd', info({ args: '/opt/ollama/bin/ollama serve' }), null],
  ['launchd', info({ args: '/usr/local/bin/ollama serve --models /opt/homebrew/models' }), null],
  ['launchd', info({ args: '/Applications/OllamaSpring.app/Contents/Resources/ollama serve' }), null],
  ['unknown', info({ ppid: 2 }), info({ pid: 2, args: '/Applications/Ollamac.app/Contents/MacOS/Ollamac' })],
  ['launchd', info({}), null],
  ['unknown', info({ ppid: 9 }), null],
  ['unknown', null, null],
] as const)('%s', (expected, process, parent) => {
  expect(classifyOwner(process, parent, 'darwin')).toBe(expected);
});

test('on Linux no owner is launchd', () => {
  expect(classifyOwner(info({}), null, 'linux')).toBe('unknown');
});

test('an otherwise unknown owner is another user, if the process runs as one', () => {
  const uid = process.getuid?.() ?? 0;
  expect(orOtherUser('unknown', info({ uid: uid + 1 }))).toBe('otherUser');
  expect(orOtherUser('unknown', info({ uid }))).toBe('unknown');
  expect(orOtherUser('unknown', null)).toBe('unknown');
  expect(orOtherUser('homebrew', info({ uid: uid + 1 }))).toBe('homebrew');
});

test('a server is found on any address of the port, and recognized again', async () => {
  const other = await startOllama();
  onTestFinished(() => other.stop());
  const bind = { host: '127.0.0.2', port: other.port };
  const owner = await findPortOwner(bind);
  const endpoint = { host: '127.0.0.1', port: other.port };
  expect(owner).toEqual({
    kind: 'ollama',
    owner: 'unknown',
    pid: other.pid,
    version: '0.32.15',
    endpoint,
    canTakeOver: true,
  });
  if (owner?.kind !== 'ollama') return;
  expect(await recheckServer(owner, bind)).toBe(owner);
  expect(await findServer({ ...bind, host: '0.0.0.0' })).toEqual(owner);
  expect(await isPortOf(other.pid, other.port)).toBe(true);
  expect(await isPortOf(process.pid, other.port)).toBe(false);
  await other.stop();
  expect(await recheckServer(owner, bind)).toBeNull();
  expect(await findPortOwner(bind)).toBeNull();
});

test('a process that isn’t Ollama uses the port, but is no server', async () => {
  const port = await freePort();
  const other = createServer((_request, response) => response.end('hello'));
  await new Promise<void>((resolve) => {
    other.listen(port, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    other.close();
    other.closeAllConnections();
  });
  const bind = { host: '127.0.0.1', port };
  expect(await findPortOwner(bind)).toMatchObject({ kind: 'other', pid: process.pid, canTakeOver: false });
  expect(await findServer(bind)).toBeNull();
});

const host = '127.0.0.1';
const none = { held: [], opening: [] };
const kept = { held: [host], opening: [] };
const opening = { held: [], opening: [host] };
test.each([
  ['has', kept, kept, true],
  ['opens during the scan', none, kept, true],
  ['is about to open', none, opening, true],
  ['closes during the scan', kept, none, true],
  ['doesn’t know of', none, none, false],
])('a listener that Corral %s', async (_what, before, after, isOwn) => {
  const port = await freePort();
  const own = createServer().listen(port, host);
  onTestFinished(() => void own.close());
  await once(own, 'listening');
  const held = [before, after];
  // What only begins or ends is in use meanwhile, so that another address is looked at here.
  const owner = await findPortOwner({ host: '127.0.0.9', port }, async () => held.shift() ?? after);
  if (isOwn) expect(owner).toBeNull();
  else expect(owner).toMatchObject({ kind: 'other', pid: process.pid });
});

test('a process that sends without end uses the port, and isn’t read for long', async () => {
  const port = await freePort();
  let sent = 0;
  const other = createServer((_request, response) => {
    const send = (): void => {
      if (response.destroyed) return;
      sent += 16 * 1024;
      if (response.write('x'.repeat(16 * 1024))) setImmediate(send);
      else response.once('drain', send);
    };
    send();
  });
  await new Promise<void>((resolve) => {
    other.listen(port, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    other.close();
    other.closeAllConnections();
  });
  expect(await findServer({ host: '127.0.0.1', port })).toBeNull();
  // The size of the system's buffers; until the timeout it would be some hundred times as much.
  expect(sent).toBeLessThan(16 * 1024 * 1024);
});

test('what Corral itself listens on is nobody’s, and what others do beside it is', async () => {
  const port = await freePort();
  const ours = createServer().listen(port, '127.0.0.1');
  await once(ours, 'listening');
  onTestFinished(() => void ours.close());
  const bind = { host: '127.0.0.1', port };
  const holding = (address: string) => async () => ({ held: [address], opening: [] });
  expect(await findPortOwner(bind, holding('127.0.0.1'))).toBeNull();
  expect(await findPortOwner({ ...bind, host: '0.0.0.0' }, holding('127.0.0.1'))).toBeNull();
  expect(await findPortOwner(bind, holding('127.0.0.2'))).toMatchObject({ kind: 'other', pid: process.pid });

  const program = `require('node:http').createServer((_, response) => response.end('{"version":"1.2.3"}'))`;
  const script = `${program}.listen(${port}, '127.0.0.3', () => console.log('listens'))`;
  const beside = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void beside.kill('SIGKILL'));
  await once(beside.stdout, 'data');
  const owner = { kind: 'ollama', pid: beside.pid, endpoint: { host: '127.0.0.3', port } };
  expect(await findPortOwner(bind, holding('127.0.0.1'))).toMatchObject(owner);
});
