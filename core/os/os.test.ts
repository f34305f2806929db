import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { portListeners } from './port-listeners.ts';
import { parseProcNetTcp } from './port-listeners-linux.ts';
import { parseLsof } from './port-listeners-mac.ts';
import { allProcesses, groupMembers, processInfo } from './process-info.ts';
import { parseProcStat, wholeName } from './process-info-linux.ts';
import { parsePs } from './process-info-mac.ts';
import { parsePids } from './processes-writing.ts';

function listen(host: string): Promise<number> {
  const server = createServer();
  onTestFinished(() => {
    server.close();
  });
  return new Promise((resolve) => {
    server.listen(0, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

test.each(['127.0.0.1', '0.0.0.0', '::1', '::'])('finds the listener on %s', async (host) => {
  const port = await listen(host);
  expect(await portListeners(port)).toEqual([{ address: host, pid: process.pid }]);
});

test('an IPv6 socket with an IPv4 address is found at that', async () => {
  const port = await listen('::ffff:127.0.0.1');
  expect(await portListeners(port)).toEqual([{ address: '127.0.0.1', pid: process.pid }]);
});

test('a free port has no listeners', async () => {
  expect(await portListeners(1)).toEqual([]);
});

test('describes a running process and its group, and nothing about one that has exited', async () => {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  const pid = child.pid ?? 0;
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await expect.poll(async () => (await processInfo(pid))?.args).toBe('sleep 60');
  expect(await processInfo(pid)).toMatchObject({
    pid,
    ppid: process.pid,
    pgid: pid,
    uid: process.getuid?.(),
    name: 'sleep',
    isStopped: false,
  });
  expect((await allProcesses()).map((process) => process.pid)).toContain(pid);
  expect(await groupMembers(pid)).toEqual([pid]);
  child.kill('SIGSTOP');
  await expect.poll(async () => (await processInfo(pid))?.isStopped).toBe(true);
  child.kill('SIGKILL');
  await expect.poll(() => processInfo(pid)).toBeNull();
  await expect.poll(() => groupMembers(pid)).toEqual([]);
});

test('parses a stat line whose name contains spaces and parentheses', () => {
  const text = '42 (a) (b) S 1 42 42 34816 42 4194304 100 0 0 0 1 2 0 0 20 0 1 0 98765 1000 10 0';
  expect(parseProcStat(text)).toMatchObject({ pid: 42, name: 'a) (b', ppid: 1, pgid: 42, startTime: '98765' });
  expect(parseProcStat('nonsense')).toBeNull();
});

test.each([
  ['com.docker.back', '/usr/libexec/com.docker.backend', 'com.docker.backend'],
  ['MainThread', '/usr/bin/node', 'node'],
  ['node-MainThread', 'node', 'node'],
  ['ollama', '/opt/ollama/bin/ollama', 'ollama'],
  ['ollama', 'other', 'ollama'],
  ['kworker/0:1-eve', '', 'kworker/0:1-eve'],
])('names a process whole: %s', (name, command, expected) => {
  expect(wholeName(name, command)).toBe(expected);
});

test('parses the kernel’s table of sockets and leaves out those that don’t listen', () => {
  const text = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2CAA 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 111 1 0 100 0 0 10 0
   1: 0100007F:2CAA 0100007F:9999 01 00000000:00000000 00:00000000 00000000  1000        0 112 1 0 100 0 0 10 0`;
  expect(parseProcNetTcp(text)).toEqual([{ address: '127.0.0.1', port: 11434, inode: '111' }]);
});

test('the stat line of a process with any name is parsed', () => {
  const name = fc.string({ minLength: 1, maxLength: 15 }).filter((text) => !text.includes('\n'));
  const id = fc.integer({ min: 1, max: 4_194_304 });
  fc.assert(
    fc.property(id, name, id, id, fc.bigInt({ min: 0n, max: 2n ** 60n }), (pid, text, ppid, pgid, ticks) => {
      const rest = Array.from({ length: 14 }, () => '1').join(' ');
      const stat = parseProcStat(`${pid} (${text}) S ${ppid} ${pgid} ${pgid} 1 ${rest} ${ticks} 1 2 3`);
      expect(stat).toEqual({
        pid,
        name: text,
        state: 'S',
        ppid,
        pgid,
        terminal: 1,
        cpuTicks: 2,
        startTime: String(ticks),
      });
    }),
  );
});

test('for any output of the system’s tools, the parsers give entries or none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const entry of parseLsof(text)) expect(entry.address).toBeTypeOf('string');
      for (const entry of parseProcNetTcp(text)) expect(entry.port).toBeTypeOf('number');
      for (const entry of parsePs(text)) expect(entry.pid).toBeGreaterThanOrEqual(0);
      for (const pid of parsePids(text)) expect(pid).toBeGreaterThanOrEqual(0);
      parseProcStat(text);
    }),
  );
});
