import { access, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { readEvents } from '../ollama/fake-events.ts';
import { corralFor } from './corral-for.ts';
import { goTo, launchBrowser, openPage } from './open-page.ts';
import { connectRpc, snapshotUntil } from './rpc-client.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function runningClient(env: Readonly<Record<string, string>>, home?: string) {
  const corral = await corralFor({ env, ...(home === undefined ? {} : { home }) });
  const { client, close } = await connectRpc(corral.url);
  onTestFinished(close);
  const snapshot = await snapshotUntil(
    client,
    ({ server, models }) => server.actual.state === 'running' && models.disk !== null,
  );
  return { corral, client, snapshot };
}

test('what the environment fixes is shown with the variable’s name, and can’t be changed', async () => {
  const corral = await corralFor();
  const page = await openPage(browser, corral);
  await goTo(page, 'Settings');
  const main = page.getByRole('main');
  const port = page.getByRole('textbox', { name: 'Port', exact: true });
  await expect.poll(() => port.inputValue()).toBe(String(corral.ollamaPort));
  expect(await port.isDisabled()).toBe(true);
  expect(await main.textContent()).toContain('Set by CORRAL_OLLAMA_PORT in the environment.');
  const executable = page.getByRole('textbox', { name: 'Ollama executable' });
  expect(await executable.isDisabled()).toBe(true);
  expect(await executable.inputValue()).toMatch(/\/ollama$/);
  expect(await main.textContent()).toContain('Set by CORRAL_OLLAMA in the environment.');
  const cloud = page.getByRole('switch', { name: 'Turn off cloud models' });
  expect([await cloud.isDisabled(), await cloud.getAttribute('aria-checked')]).toEqual([true, 'true']);

  const { client, close } = await connectRpc(corral.url);
  onTestFinished(close);
  const fixed = { data: { field: 'port', reason: expect.stringContaining('CORRAL_OLLAMA_PORT') } };
  await expect(client.settings.update({ port: 12_000 })).rejects.toMatchObject(fixed);
  await expect(client.server.useFreePort()).rejects.toMatchObject(fixed);
  expect(await client.settings.check({ port: 12_000 })).toMatchObject(fixed.data);
  await client.settings.restoreDefaults();
  const { settings, server, restartNeeded } = await snapshotUntil(client, () => true);
  expect([settings.port, server.port, restartNeeded]).toEqual([null, corral.ollamaPort, []]);
  expect(await client.app.diagnostics()).toContain(`port: ${corral.ollamaPort}, set by CORRAL_OLLAMA_PORT`);
});

test('origins that would end the server are left out, and named with what to do', async () => {
  const { corral, client, snapshot } = await runningClient({
    OLLAMA_ORIGINS: 'chat.example.com,https://ok.example',
    OLLAMA_HOST: 'http://127.0.0.1:11434/ollama',
    OLLAMA_KEEP_ALIVE: 'forever',
  });
  const open = (problems: typeof snapshot.server.problems) =>
    problems.filter(({ resolved }) => !resolved).map(({ title }) => title.split(' ')[0]);
  expect(open(snapshot.server.problems)).toEqual(['OLLAMA_HOST', 'OLLAMA_KEEP_ALIVE', 'OLLAMA_ORIGINS']);
  const start = readEvents(corral.home).find(({ event }) => event === 'start');
  expect(start?.env).toMatchObject({ OLLAMA_ORIGINS: 'https://ok.example' });

  const page = await openPage(browser, corral);
  await expect
    .poll(() => page.getByRole('main').textContent())
    .toMatch(/The server can’t start with “chat\.example\.com”.*restart Corral.*Or set “Allowed origins” in Settings/);
  await client.settings.update({ allowedOrigins: ['https://chat.example.com'] });
  const { server } = await snapshotUntil(client, ({ server: { problems } }) => open(problems).length === 2);
  expect(open(server.problems)).toEqual(['OLLAMA_HOST', 'OLLAMA_KEEP_ALIVE']);
  expect(await client.app.diagnostics()).toContain('OLLAMA_KEEP_ALIVE is set incorrectly in the environment');
});

test.each([
  ['.ollama/models/', 'data/.ollama/models', 'It isn’t a full path, so the server keeps its models in '],
  ['~/my models', 'my models', 'Ollama doesn’t expand ~'],
])('with the models folder %s the disk shown is the one of the server’s own folder', async (value, folder, words) => {
  const home = await mkdtemp(join(tmpdir(), 'corral-e2e-'));
  const { client, snapshot } = await runningClient({ OLLAMA_MODELS: value }, home);
  const used = join(home, folder);
  expect(snapshot.models.disk?.folder).toBe(used);
  expect(snapshot.server.problems[0]?.detail).toContain(words);
  expect(snapshot.server.problems[0]?.detail).toContain(used);
  await client.models.pull({ name: 'tinyllama' });
  await snapshotUntil(client, ({ models }) => models.installed.some(({ name }) => name.startsWith('tinyllama')));
  await access(join(used, 'manifests'));
});
