import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Settings } from '../contract/settings.ts';
import { eventually } from '../tests/eventually.ts';
import { fakePath } from '../tests/ollama/fake-path.ts';
import { freePort } from '../tests/ollama/free-port.ts';
import { startOllama } from '../tests/ollama/start-ollama.ts';
import { type App, createApp } from './app.ts';
import { openDataFolder } from './data-folder/data-folder.ts';
import { portListeners } from './os/port-listeners.ts';
import { noCapabilities } from './snapshot/testing/app-slice-fixture.ts';

describe('the application', () => {
  let home: string;
  let port: number;
  let apps: App[];
  let stored: unknown;
  const notify = vi.fn<(notification: { title: string; body: string }) => void>();

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'corral-app-'));
    port = await freePort();
    apps = [];
    stored = {};
  });
  afterEach(async () => {
    await Promise.all(apps.map((app) => app.stop()));
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  const open = async (env: NodeJS.ProcessEnv = {}) => {
    const dataFolder = await openDataFolder(join(home, 'data'), 'headless');
    const app = createApp({
      dataFolder,
      version: '1.2.3',
      env: { HOME: home, PATH: process.env.PATH, CORRAL_OLLAMA: fakePath, CORRAL_OLLAMA_PORT: `${port}`, ...env },
      platform: {
        host: 'headless',
        capabilities: noCapabilities,
        settingsStore: {
          read: () => stored,
          write: (value: Settings) => {
            stored = value;
          },
        },
        notify,
        openLink: async () => undefined,
        revealFile: async () => undefined,
        pickFile: async () => null,
        setOpenAtLogin: () => undefined,
        keepAwake: () => undefined,
        quit: () => undefined,
      },
    });
    apps.push(app);
    await app.start();
    const state = () => app.snapshot.get();
    const waitFor = (name: string) => eventually(() => expect(state().server.actual.state).toBe(name));
    const client = createRouterClient(app.router);
    const stop = async () => {
      await app.stop();
      await dataFolder.release();
    };
    return { app, state, waitFor, client, stop };
  };
  const chat = (stream: boolean, model = 'all-words') =>
    new Request('app://corral/v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer secret', origin: 'app://corral' },
      body: JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'Hi' }] }),
    });

  it('does the main job: starts, pulls, chats, and leaves nothing behind', async () => {
    const { app, state, waitFor, client, stop } = await open();
    await waitFor('running');
    expect(state().server.baseUrl).toBe(`http://localhost:${port}/v1`);
    await client.models.pull({ name: 'tinyllama' });
    await eventually(() => expect(state().models.installed.map(({ name }) => name)).toEqual(['tinyllama:latest']));

    const response = await app.api(chat(true, 'tinyllama'));
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(await response.text()).toMatch(/data: \[DONE\]\s*$/);
    const local = (path: string) => app.api(new Request(`http://corral${path}`));
    expect(await (await local('/v1/health/live')).json()).toMatchObject({ status: 'live' });
    expect((await local('/v1/health/ready')).status).toBe(200);
    expect(await (await local('/metrics')).text()).toMatch(/^corral_requests_total\{.*\} 1$/m);
    const refused = await app.api(chat(false, 'nothing'));
    expect(await refused.json()).toMatchObject({ error: { type: 'not_found_error' } });
    const recorded = async () => (await client.activity.query({})).entries.map(({ path, status }) => [path, status]);
    await eventually(async () =>
      expect(await recorded()).toEqual([
        ['/v1/chat/completions', 404],
        ['/metrics', 200],
        ['/v1/chat/completions', 200],
      ]),
    );
    const { entries } = await client.activity.query({});
    expect(entries.at(-1)).toMatchObject({ client: 'Playground', outcome: 'done', model: 'tinyllama:latest' });
    expect(entries[0]).toMatchObject({ client: 'Playground', outcome: 'failed', model: 'nothing:latest' });

    await Promise.all([stop(), app.stop()]);
    expect(await portListeners(port)).toEqual([]);
    expect((await app.api(chat(false))).status).toBe(503);
  });

  it('stops generating when the client disconnects', async () => {
    const { app, waitFor, client, state } = await open({ OLLAMA_FAKE: JSON.stringify({ tokensPerSecond: 5 }) });
    await waitFor('running');
    await client.models.pull({ name: 'tinyllama' });
    await eventually(() => expect(state().models.installed).toHaveLength(1));
    const response = await app.api(chat(true, 'tinyllama'));
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    const events = join(home, '.ollama', 'fake-events.jsonl');
    await eventually(async () => expect(await readFile(events, 'utf8')).toContain('generation-canceled'));
  });

  it('opens to the network without a key only when confirmed, and not after it stops', async () => {
    stored = { requireKey: false };
    const { state, waitFor, client, stop } = await open();
    await waitFor('running');
    await expect(client.exposure.setReach({ reach: 'localNetwork', confirmed: false })).rejects.toMatchObject({
      code: 'CONFIRMATION_NEEDED',
    });
    await client.exposure.setReach({ reach: 'localNetwork', when: 'now', confirmed: true });
    expect(state().exposure).toMatchObject({
      applying: false,
      effective: { open: true, ollamaHost: `0.0.0.0:${port}` },
    });
    expect(stored).toMatchObject({ reach: 'localNetwork' });
    const urls = state().exposure.addresses.map(({ url }) => url);
    const statuses = await Promise.all(urls.map((url) => fetch(`${url}/models`).then(({ status }) => status, String)));
    expect(statuses).toEqual(urls.map(() => 200));
    await stop();
    expect(await portListeners(port)).toEqual([]);
  });

  it('stops a server that is to be kept if it isn’t back on loopback in time', async () => {
    stored = { requireKey: false, reach: 'localNetwork', keepServerAfterQuit: true };
    const { state, waitFor, client, stop } = await open();
    await waitFor('running');
    expect(state().exposure.effective).toMatchObject({ open: true });
    const never = { name: 'OLLAMA_FAKE', value: JSON.stringify({ neverReady: true }) };
    await client.settings.update({ extraVariables: [never] });
    await stop();
    expect(await portListeners(port)).toEqual([]);
  });

  it('opens to the network with a key at once, accepts it, and passes the reachability test', async () => {
    const { app, state, waitFor, client, stop } = await open();
    await waitFor('running');
    const { pid } = state().server;
    await client.exposure.setReach({ reach: 'localNetwork', confirmed: false });
    const { secret } = await client.keys.create({
      name: 'iPad',
      scope: 'inference',
      models: null,
      cloudAllowed: false,
      expiresAt: null,
    });
    const keyed = state().exposure.addresses.filter(({ needsKey }) => needsKey);
    for (const { url } of keyed) {
      expect((await fetch(`${url}/models`)).status).toBe(401);
      expect((await fetch(`${url}/models`, { headers: { authorization: `Bearer ${secret}` } })).status).toBe(200);
    }
    expect(state().exposure.effective?.listening).toHaveLength(2 + keyed.length);
    const report = await client.exposure.testReachability();
    expect(report.addresses.map(({ url, passed }) => [url, passed])).toEqual(
      state().exposure.addresses.map(({ url }) => [url, true]),
    );
    expect(state().server.pid).toBe(pid);
    expect(state().keys.map(({ name }) => name)).toEqual(['iPad']);
    await stop();
    expect(await portListeners(port)).toEqual([]);
    expect((await app.api(chat(false))).status).toBe(503);
  });

  it('continues a pull over a restart', async () => {
    stored = { requireKey: false };
    const { state, waitFor, client } = await open({ OLLAMA_FAKE: JSON.stringify({ pullBytesPerSecond: 20_000_000 }) });
    await waitFor('running');
    await client.models.pull({ name: 'all-minilm' });
    await eventually(() => expect(state().pulls[0]?.completedBytes).toBeGreaterThan(5_000_000));
    await client.exposure.setReach({ reach: 'localNetwork', when: 'now', confirmed: true });
    expect(state().pulls[0]).toMatchObject({ state: 'running', failure: null });
    await eventually(() => expect(state().models.installed).toHaveLength(1));
    expect(state().pulls).toEqual([]);
  });

  it('publishes which settings need a restart, and uses them afterwards', async () => {
    const { state, waitFor, client } = await open();
    await waitFor('running');
    const modelsFolder = join(home, 'elsewhere');
    await client.settings.update({ modelsFolder });
    expect(state().restartNeeded).toEqual(['modelsFolder']);
    await client.server.restart();
    expect(state().restartNeeded).toEqual([]);
    await client.models.pull({ name: 'all-minilm' });
    await eventually(() => expect(state().models.installed).toHaveLength(1));
    expect(
      await readFile(join(modelsFolder, 'manifests/registry.ollama.ai/library/all-minilm/latest'), 'utf8'),
    ).toContain('layers');
  });

  it('uses an external server, and never stops it', async () => {
    const external = await startOllama({ port });
    try {
      const { state, waitFor, client, stop } = await open();
      await waitFor('external');
      await eventually(() => expect(state().models.known).toBe(true));
      await eventually(() => expect(state().exposure.effective).toMatchObject({ reach: 'thisMac' }));
      await expect(
        client.exposure.setReach({ reach: 'localNetwork', when: 'now', confirmed: true }),
      ).rejects.toMatchObject({
        code: 'SERVER_NOT_OURS',
      });
      await stop();
      expect((await fetch(`${external.baseUrl}/api/version`)).status).toBe(200);
    } finally {
      await external.stop();
    }
  });

  it('doesn’t start the server if the settings say so, and reports settings it can’t use', async () => {
    stored = { startServer: false, port: 'many' };
    const { state, client, waitFor } = await open();
    expect(state().server).toMatchObject({ desired: 'stopped', actual: { state: 'stopped' } });
    expect(state().app.notices).toMatchObject([{ id: 'settings-invalid' }]);
    await client.app.dismissNotice({ id: 'settings-invalid' });
    expect(state().app.notices).toEqual([]);
    await client.server.start();
    await waitFor('running');
  });
});
