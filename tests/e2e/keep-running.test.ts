import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import type { Snapshot } from '../../contract/snapshot.ts';
import { portListeners } from '../../core/os/port-listeners.ts';
import { groupMembers } from '../../core/os/process-info.ts';
import { eventually } from '../eventually.ts';
import { startOllama } from '../ollama/start-ollama.ts';
import { connectRpc, snapshotUntil } from './rpc-client.ts';
import { type Corral, type CorralOptions, startCorral } from './start-corral.ts';

function isRunning(snapshot: { server: { actual: { state: string } } }) {
  return snapshot.server.actual.state === 'running';
}

/** Corral listens on the port, in front of a server that runs on another one. */
function isBehindCorral({ server, exposure }: Snapshot): boolean {
  return isRunning({ server }) && server.innerPort !== null && !exposure.applying;
}

/** A host with a client; both are stopped when the test ends. */
async function startHost(options: CorralOptions) {
  const corral = await startCorral(options);
  onTestFinished(() => corral.dispose());
  const { client, close } = await connectRpc(corral.url);
  onTestFinished(close);
  return { corral, client };
}

function nextHostOf({ home, ollamaPort }: Corral): CorralOptions {
  return { home, ollamaPort };
}

test('a server that is to outlive Corral gets the port on loopback first; the next host adopts it and moves it back', async () => {
  const first = await startHost({});
  await snapshotUntil(first.client, isRunning);
  await first.client.settings.update({ keepServerAfterQuit: true });
  await first.client.exposure.setKeyRequired({ required: false, confirmed: false });
  await first.client.exposure.setReach({ reach: 'localNetwork', confirmed: true });
  await snapshotUntil(first.client, ({ exposure }) => exposure.effective?.open === true);
  expect(await first.corral.stop()).toBe(0);

  const [kept, ...others] = await portListeners(first.corral.ollamaPort);
  expect([kept?.address, others]).toEqual(['127.0.0.1', []]);
  expect((await fetch(`${first.corral.ollamaUrl}/api/version`)).status).toBe(200);

  // It is to be on the local network again, so the kept server is replaced.
  const second = await startHost(nextHostOf(first.corral));
  await snapshotUntil(second.client, ({ exposure }) => exposure.effective?.open === true);
  await second.client.exposure.setReach({ reach: 'thisMac', confirmed: false });
  const { server } = await snapshotUntil(second.client, isBehindCorral);
  expect(await second.corral.stop()).toBe(0);
  const [left, ...more] = await portListeners(first.corral.ollamaPort);
  expect([left?.address, more]).toEqual(['127.0.0.1', []]);
  expect(left?.pid).not.toBe(server.pid);

  const third = await startHost(nextHostOf(first.corral));
  const moved = await snapshotUntil(third.client, isBehindCorral);
  expect(moved.server.runs).toMatchObject([
    { adopted: false, end: null },
    { pid: left?.pid, adopted: true, end: { kind: 'stopped' } },
  ]);
  expect(moved.server.problems).toEqual([]);
  await third.client.settings.update({ keepServerAfterQuit: false });
  expect(await third.corral.stop()).toBe(0);
  expect(await portListeners(first.corral.ollamaPort)).toEqual([]);
  expect(await groupMembers(moved.server.pid ?? 0)).toEqual([]);
});

test('a host that was suspended checks at once, and doesn’t count its server as hung', {
  timeout: 60_000,
}, async () => {
  const { corral, client } = await startHost({});
  const { server } = await snapshotUntil(client, isRunning);
  corral.process.kill('SIGSTOP');
  await new Promise((resolve) => {
    setTimeout(resolve, 12_000);
  });
  corral.process.kill('SIGCONT');
  const resumedAt = Date.now();
  const after = await snapshotUntil(client, isRunning);
  expect(after.server.pid).toBe(server.pid);
  expect(after.server.problems).toEqual([]);
  process.kill(server.pid ?? 0, 'SIGSTOP');
  await snapshotUntil(client, ({ server: { actual } }) => actual.state === 'unresponsive', 16_000);
  expect(Date.now() - resumedAt).toBeLessThan(18_000);
  process.kill(server.pid ?? 0, 'SIGCONT');
  await snapshotUntil(client, isRunning);
});

test('a killed host leaves a server that the next one adopts', async () => {
  const first = await startHost({ fake: { strayRunner: true } });
  const { server } = await snapshotUntil(first.client, isRunning);
  const exited = once(first.corral.process, 'exit');
  first.corral.process.kill('SIGKILL');
  await exited;
  const second = await startHost({ ...nextHostOf(first.corral), fake: { strayRunner: true } });
  const adopted = await snapshotUntil(second.client, isRunning);
  expect(adopted.server).toMatchObject({ pid: server.pid, runs: [{ adopted: true }], innerPort: server.innerPort });
  expect((await fetch(`${first.corral.ollamaUrl}/api/version`)).status).toBe(200);
  expect(await second.corral.stop()).toBe(0);
  expect(await groupMembers(server.pid ?? 0)).toEqual([]);
});

test('a server that took the port while no Corral ran is used, and what a killed host left is stopped', async () => {
  const first = await startHost({});
  const { server } = await snapshotUntil(first.client, isRunning);
  const exited = once(first.corral.process, 'exit');
  first.corral.process.kill('SIGKILL');
  await exited;
  expect(await portListeners(first.corral.ollamaPort)).toEqual([]);
  expect(await portListeners(server.innerPort ?? 0)).toMatchObject([{ address: '127.0.0.1', pid: server.pid }]);
  const other = await startOllama({ port: first.corral.ollamaPort });
  onTestFinished(() => other.stop());
  const second = await startHost(nextHostOf(first.corral));
  const used = await snapshotUntil(second.client, ({ server: { actual } }) => actual.state === 'external');
  expect(used.server).toMatchObject({ pid: other.pid, innerPort: null });
  expect(await groupMembers(server.pid ?? 0)).toEqual([]);
});

test('a server that is open without a key stops with a killed host', async () => {
  const { corral, client } = await startHost({});
  await snapshotUntil(client, isRunning);
  await client.exposure.setKeyRequired({ required: false, confirmed: false });
  await client.exposure.setReach({ reach: 'localNetwork', confirmed: true });
  await snapshotUntil(client, ({ exposure }) => exposure.effective?.open === true);
  corral.process.kill('SIGKILL');
  await eventually(async () => expect(await portListeners(corral.ollamaPort)).toEqual([]));
});
