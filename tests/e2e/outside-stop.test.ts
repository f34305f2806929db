import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { groupMembers } from '../../core/os/process-info.ts';
import { eventually } from '../eventually.ts';
import { readEvents } from '../ollama/fake-events.ts';
import { startOllamaApp } from '../ollama/start-ollama-app.ts';
import { corralFor } from './corral-for.ts';
import { launchBrowser, openPage } from './open-page.ts';
import { type Client, connectRpc, snapshotUntil } from './rpc-client.ts';
import type { Corral } from './start-corral.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function clientOf(corral: Corral): Promise<Client> {
  const { client, close } = await connectRpc(corral.url);
  onTestFinished(close);
  return client;
}

async function runningPid(client: Client): Promise<number> {
  const { server } = await snapshotUntil(client, (snapshot) => snapshot.server.actual.state === 'running');
  return server.pid ?? 0;
}

function ask({ ollamaUrl }: Corral): Promise<Response> {
  const messages = [{ role: 'user', content: 'write 4000 tokens' }];
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ model: 'tinyllama', messages });
  return fetch(`${ollamaUrl}/v1/chat/completions`, { method: 'POST', headers, body });
}

test('a server that another process stopped stays down, and the page offers Start', async () => {
  const corral = await corralFor({ fake: { strayRunner: true } });
  const pid = await runningPid(await clientOf(corral));
  const page = await openPage(browser, corral);
  const status = page.getByRole('status').first();
  process.kill(pid, 'SIGTERM');
  await expect.poll(() => status.textContent()).toMatch(/^Stopped$/);
  await expect.poll(() => page.getByRole('main').textContent()).toContain('Another process stopped the server at');
  expect(await groupMembers(pid)).toEqual([]);
  await expect(fetch(corral.ollamaUrl)).rejects.toThrow();
  await page.getByRole('main').getByRole('button', { name: 'Start server' }).click();
  await expect.poll(() => status.textContent()).toMatch(/^Running$/);
  expect((await fetch(`${corral.ollamaUrl}/api/version`)).status).toBe(200);
});

test('requests don’t wait for a server that another process stopped', async () => {
  const corral = await corralFor({ fake: { installed: ['tinyllama'], tokensPerSecond: 1 } });
  const client = await clientOf(corral);
  const pid = await runningPid(client);
  const sent = ask(corral);
  await eventually(() =>
    expect(readEvents(corral.home).some(({ event }) => event === 'generation-started')).toBe(true),
  );
  process.kill(pid, 'SIGTERM');
  expect((await sent).status).toBe(503);
  await snapshotUntil(client, ({ server }) => server.actual.state === 'stopped');

  await writeFile(join(corral.home, '.ollama', 'fake.json'), JSON.stringify({ startDelayMs: 60_000 }));
  await client.server.start();
  const { server } = await snapshotUntil(client, ({ server: { actual, pid: next } }) => {
    return actual.state === 'starting' && next !== null;
  });
  const waiting = ask(corral);
  // By the time that Corral responds to these itself, it has the request.
  for (let times = 0; times < 3; times += 1) {
    expect((await fetch(`${corral.ollamaUrl}/v1/health/live`)).status).toBe(200);
  }
  process.kill(server.pid ?? 0, 'SIGTERM');
  expect((await waiting).status).toBe(503);
});

test('the Ollama app stops the server in vain: it runs again, the page says so, and quits the app', async () => {
  const corral = await corralFor();
  const client = await clientOf(corral);
  const pid = await runningPid(client);
  const page = await openPage(browser, corral);
  const app = startOllamaApp(corral.ollamaPort, [pid]);
  onTestFinished(() => app.stop());
  await page.getByText('The Ollama app can’t start its own server').waitFor();
  const next = await runningPid(client);
  expect(next).not.toBe(pid);
  const { server } = await snapshotUntil(client, () => true);
  expect(server).toMatchObject({ desired: 'running', runs: [{ end: null }, { end: { kind: 'stoppedByOllamaApp' } }] });
  // Its own server fails every second, and ours is left alone.
  await expect.poll(() => app.failures()).toBeGreaterThan(1);
  expect((await fetch(`${corral.ollamaUrl}/api/version`)).status).toBe(200);
  expect(await runningPid(client)).toBe(next);
  await page.getByRole('button', { name: 'Quit the Ollama App' }).click();
  await expect.poll(() => page.getByText('The Ollama app can’t start its own server').count()).toBe(0);
  expect(app.hasQuit()).toBe(true);
  expect(await runningPid(client)).toBe(next);
});
