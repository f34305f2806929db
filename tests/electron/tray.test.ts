import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { readEvents } from '../ollama/fake-events.ts';
import { answerBoxes, shownBoxes } from './boxes.ts';
import { type Desktop, startDesktop, TIMEOUT_MS } from './start-desktop.ts';
import { followTray, pressTray, trayItems, trayLabels } from './tray-menu.ts';

describe('the tray’s menu', { timeout: TIMEOUT_MS }, () => {
  let desktop: Desktop;
  const press = (...labels: string[]) => pressTray(desktop.app, ...labels);
  const labels = (...path: string[]) => trayLabels(desktop.app, ...path);
  const item = async (...path: string[]) =>
    (await trayItems(desktop.app, ...path.slice(0, -1))).find(({ label }) => label === path.at(-1));
  const clipboard = () => desktop.app.evaluate(async (electron) => await electron.clipboard.readText());
  const urls = () =>
    desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.webContents.getURL()));
  const events = (name: string) => readEvents(desktop.home).filter(({ event }) => event === name).length;
  /** The first line may say more than the state. */
  const untilState = (state: string) => eventually(async () => expect((await labels())[0]).toMatch(`${state}`));
  const untilListed = (label: string, ...path: string[]) =>
    eventually(async () => expect(await labels(...path)).toContain(label));
  const untilGone = (label: string, ...path: string[]) =>
    eventually(async () => expect(await labels(...path)).not.toContain(label));

  /** Leaves a long response in progress. */
  const startResponse = async () => {
    const started = events('generation-started');
    await desktop.page.evaluate(() => {
      const messages = [{ role: 'user', content: 'write 4000 tokens' }];
      const body = JSON.stringify({ model: 'tinyllama', stream: true, messages });
      const abort = new AbortController();
      Reflect.set(window, 'response', abort);
      const headers = { 'content-type': 'application/json' };
      fetch('/v1/chat/completions', { method: 'POST', headers, body, signal: abort.signal })
        .then((response) => response.text())
        .catch(() => undefined);
    });
    await eventually(() => expect(events('generation-started')).toBe(started + 1));
  };
  const endResponse = () => desktop.page.evaluate(() => Reflect.get(window, 'response').abort());

  beforeAll(async () => {
    // More models than the menu has room for, so that it says how many there are besides.
    desktop = await startDesktop({ fake: { installed: ['tinyllama', 'llama3.2:1b'], syntheticModels: 9 } });
    await followTray(desktop.app);
    await untilState('Running');
    await untilListed('3 More…', 'Models');
  }, TIMEOUT_MS);
  afterAll(() => desktop.dispose(), TIMEOUT_MS);
  beforeEach(() => answerBoxes(desktop.app, []));

  test('says everything that can be done', async () => {
    const { port } = desktop;
    expect(await labels()).toEqual([
      ...['Running', `Copy http://localhost:${port}/v1`, '-', 'Models', 'Network: This Mac only', '-'],
      ...['Open Corral', 'Open Playground', 'Logs…', 'Settings…', '-', 'Stop Server', 'Restart Server', '-'],
      'Quit Corral',
    ]);
    expect((await labels('Models')).slice(0, 1)).toEqual(['Load or Unload']);
    expect((await labels('Models')).slice(-3)).toEqual(['3 More…', '-', 'Pull a Model…']);
    const network = await trayItems(desktop.app, 'Network: This Mac only');
    expect(network.slice(1, 4).map(({ type, label, checked }) => [type, label, checked])).toEqual([
      ['radio', 'This Mac Only', true],
      ['radio', 'Local Network', false],
      ['radio', 'Tailscale Only', false],
    ]);
    expect(network[5]).toMatchObject({ type: 'checkbox', label: 'Require an API Key', checked: true });
  });

  test('stops, starts, and restarts the server', async () => {
    await press('Stop Server');
    await untilState('Stopped');
    expect(await item('Restart Server')).toMatchObject({ enabled: false });
    expect(await item('Models', 'Pull a Model…')).toMatchObject({ enabled: false });
    await expect(fetch(`${desktop.ollamaUrl}/api/version`)).rejects.toThrow();
    await press('Start Server');
    await untilState('Running');
    const starts = events('start');
    await press('Restart Server');
    await eventually(() => expect(events('start')).toBe(starts + 1));
    await untilState('Running');
    expect(await shownBoxes(desktop.app)).toEqual([]);
  });

  test('copies addresses', async () => {
    await press(`Copy http://localhost:${desktop.port}/v1`);
    await expect.poll(clipboard).toBe(`http://localhost:${desktop.port}/v1`);
    const address = (await labels('Network: This Mac only')).find((label) => label.startsWith('http')) ?? '';
    await press('Network: This Mac only', address);
    await expect.poll(clipboard).toBe(address);
  });

  test.each([
    [['Open Playground'], 'playground'],
    [['Logs…'], 'logs'],
    [['Settings…'], 'settings'],
    [['Models', 'Pull a Model…'], 'models'],
    [['Network: This Mac only', 'Network…'], 'network'],
    [['Running'], 'server'],
    [['Models', '3 More…'], 'models'],
  ])('%s leads to its page', async (path, page) => {
    await press(...path);
    await expect.poll(urls).toEqual([`app://corral/#/${page}`]);
    await expect.poll(() => desktop.page.evaluate(() => document.location.hash)).toBe(`#/${page}`);
  });

  test('opens a window when none is open', async () => {
    for (const [label, page] of [
      ['Open Corral', 'server'],
      ['Logs…', 'logs'],
    ] as const) {
      await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
      await expect.poll(urls).toEqual([]);
      const opened = desktop.app.waitForEvent('window');
      await press(label);
      Object.assign(desktop, { page: await opened });
      await expect.poll(urls).toEqual([`app://corral/#/${page}`]);
    }
    await expect.poll(() => desktop.page.getByRole('status').first().textContent()).toMatch(/^Running/);
  });

  test('loads and unloads models', async () => {
    const [, model = ''] = await labels('Models');
    await press('Models', model);
    await eventually(async () => expect(await item('Models', model)).toMatchObject({ checked: true }));
    await eventually(() => expect(events('model-loaded')).toBe(1));
    // Electron checks a pressed entry by itself; the list of loaded models is what Corral knows.
    await untilListed(model);
    expect(await item(model)).toMatchObject({ sublabel: expect.stringMatching(/ [MG]B, unloads at /) });
    await press(model, 'Open Playground');
    await expect.poll(urls).toEqual(['app://corral/#/playground']);
    await press(model, 'Unload');
    await untilGone(model);
    await eventually(() => expect(events('model-unloaded')).toBe(1));
    // The same from the list of models.
    await press('Models', model);
    await untilListed(model);
    await press('Models', model);
    await untilGone(model);
    await eventually(async () => expect(await item('Models', model)).toMatchObject({ checked: false }));
  });

  test('changes network access, and asks before it opens without a key', async () => {
    await press('Network: This Mac only', 'Local Network');
    await untilListed('Network: Local network, API key required');
    expect(await shownBoxes(desktop.app)).toEqual([]);
    const access = 'Network: Local network, API key required';
    expect(await item(access, 'Local Network')).toMatchObject({ checked: true, enabled: true });

    await answerBoxes(desktop.app, [1, 0]);
    await press(access, 'Require an API Key');
    await eventually(async () => expect(await shownBoxes(desktop.app)).toHaveLength(1));
    // The system has unchecked it by then.
    await eventually(async () => expect(await item(access, 'Require an API Key')).toMatchObject({ checked: true }));
    expect(await shownBoxes(desktop.app)).toMatchObject([
      { message: 'Open to your network without a key.', buttons: [expect.any(String), 'Cancel'] },
    ]);
    await press(access, 'Require an API Key');
    await untilState('Running, open without a key');
    expect(await shownBoxes(desktop.app)).toHaveLength(2);

    const open = (await labels()).find((label) => label.startsWith('Network:')) ?? '';
    await press(open, 'Require an API Key');
    await untilListed(access);
    await press(access, 'This Mac Only');
    await untilListed('Network: This Mac only');
    expect(await shownBoxes(desktop.app)).toHaveLength(2);
    // While the change is applied, none can be chosen.
    await eventually(async () => {
      const tailscale = await item('Network: This Mac only', 'Tailscale Only');
      expect(tailscale?.enabled === false).toBe(tailscale?.sublabel !== '');
    });
  });

  test('asks before it interrupts a response, and waits for it', async () => {
    await startResponse();
    await answerBoxes(desktop.app, [2, 1, 1, 0]);
    await press('Stop Server');
    await eventually(async () => expect(await shownBoxes(desktop.app)).toHaveLength(1));
    expect(await shownBoxes(desktop.app)).toMatchObject([
      {
        message: 'Stop the server now?',
        detail: expect.stringMatching(/^1 response is in progress and will be interrupted\./),
        buttons: ['Stop Now', 'When Idle', 'Cancel'],
      },
    ]);
    expect(await labels()).not.toContain('Cancel Stop');
    await press('Stop Server');
    await untilListed('Stopping When Idle');
    expect(await item('Stopping When Idle')).toMatchObject({ enabled: false });
    await press('Cancel Stop');
    await untilGone('Stopping When Idle');
    await press('Restart Server');
    await untilListed('Restarting When Idle');
    await press('Cancel Restart');
    await untilGone('Restarting When Idle');
    expect(events('generation-canceled')).toBe(0);
    const starts = events('start');
    await press('Restart Server');
    await eventually(() => expect(events('start')).toBe(starts + 1));
    await eventually(() => expect(events('generation-canceled')).toBe(1));
    await untilState('Running');
  });

  test('changes network access when a response is over, unless that is canceled', async () => {
    await press('Network: This Mac only', 'Local Network');
    await untilListed('Network: Local network, API key required');
    await startResponse();
    // Without a key the server itself listens, so that it has to start again.
    await answerBoxes(desktop.app, [0, 1]);
    await press('Network: Local network, API key required', 'Require an API Key');
    await untilListed('Changing Network Access When Idle');
    expect((await shownBoxes(desktop.app)).map(({ message }) => message)).toEqual([
      'Open to your network without a key.',
      'Change network access now?',
    ]);
    await press('Cancel Change');
    await untilGone('Changing Network Access When Idle');
    await endResponse();
    await eventually(async () => expect((await labels())[0]).toBe('Running, API key required'));
    await press('Network: Local network, API key required', 'This Mac Only');
    await untilListed('Network: This Mac only');
  });

  test('pauses, resumes, and cancels downloads, and lets a failed one be tried again', async () => {
    const pull = async (name: string) => {
      await press('Models', 'Pull a Model…');
      await desktop.page.getByRole('textbox', { name: 'Pull a model' }).fill(name);
      await desktop.page.getByRole('textbox', { name: 'Pull a model' }).press('Enter');
    };
    await pull('qwen3:8b');
    await untilListed('qwen3:8b', 'Models');
    await press('Models', 'qwen3:8b', 'Pause');
    await eventually(async () =>
      expect(await item('Models', 'qwen3:8b')).toMatchObject({ sublabel: expect.stringMatching(/, paused$/) }),
    );
    await press('Models', 'qwen3:8b', 'Resume');
    await untilListed('Pause', 'Models', 'qwen3:8b');
    await press('Logs…');
    await press('Models', 'qwen3:8b', 'Show…');
    await expect.poll(urls).toEqual(['app://corral/#/models']);
    await press('Models', 'qwen3:8b', 'Cancel');
    await untilGone('qwen3:8b', 'Models');
    await eventually(() => expect(events('pull-canceled')).toBeGreaterThan(0));

    await pull('nowhere:1b');
    await untilListed('Try Again', 'Models', 'nowhere:1b');
    expect(await item('Models', 'nowhere:1b')).toMatchObject({
      sublabel: expect.stringMatching(/failed$/),
    });
    const failures = events('pull-failed');
    await press('Models', 'nowhere:1b', 'Try Again');
    await eventually(() => expect(events('pull-failed')).toBe(failures + 1));
    await untilListed('Remove from List', 'Models', 'nowhere:1b');
    await press('Models', 'nowhere:1b', 'Remove from List');
    await untilGone('nowhere:1b', 'Models');
  });

  test('leads to the details of a problem', async () => {
    await press('Stop Server');
    await untilState('Stopped');
    const owner = createServer((_request, response) => response.end('not Ollama')).listen(desktop.port, '127.0.0.1');
    await once(owner, 'listening');
    await press('Logs…');
    await press('Start Server');
    await untilState('Port in use');
    await press('Show Details…');
    await expect.poll(urls).toEqual(['app://corral/#/server']);
    owner.closeAllConnections();
    owner.close();
    await untilState('Running');
  });

  test('quits', async () => {
    // The application may be gone before it can say that the entry was pressed.
    await press('Quit Corral').catch(() => undefined);
    expect(await desktop.exited()).toBe(0);
    await expect(fetch(`${desktop.ollamaUrl}/api/version`)).rejects.toThrow();
  });
});
