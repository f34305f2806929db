import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { eventually } from '../eventually.ts';
import type { FakeSwitches } from '../fake-ollama/src/types.ts';
import { listProcesses, processesOf } from '../faults/processes-of.ts';
import { fakePath } from '../ollama/fake-path.ts';
import { freePort } from '../ollama/free-port.ts';
import { packDesktop, whyNotPacked } from './pack-desktop.ts';
import { TIMEOUT_MS } from './start-desktop.ts';

/** Packing copies the runtime, some 300 MB. */
const PACKING_MS = 180_000;

const root = join(import.meta.dirname, '../..');
// The builder brings them; they are no dependency of ours.
const builderRequire = createRequire(createRequire(import.meta.url).resolve('app-builder-lib/package.json'));
const { getCurrentFuseWire, FuseV1Options } = builderRequire('@electron/fuses');

const reason = whyNotPacked();
if (reason !== null) console.log(`Skipping the packaged application's tests. ${reason}`);

// A packaged Electron lets nobody attach to its main process, so it is driven from outside: by its page, its ports, and signals.
describe.skipIf(reason !== null)('the packaged application', { timeout: TIMEOUT_MS }, () => {
  const state: { folder: string; executable: string; errors: string } = { folder: '', executable: '', errors: '' };
  let child: ChildProcess;
  let browser: Browser;
  let page: Page;
  let env: NodeJS.ProcessEnv;
  let ollamaUrl: string;
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

  beforeAll(async () => {
    state.folder = await mkdtemp(join(tmpdir(), 'corral-packaged-'));
    state.executable = await packDesktop(state.folder);
    const port = await freePort();
    ollamaUrl = `http://127.0.0.1:${port}`;
    env = {
      ...process.env,
      HOME: state.folder,
      CORRAL_DATA_DIR: join(state.folder, 'data'),
      CORRAL_OLLAMA: fakePath,
      CORRAL_OLLAMA_PORT: String(port),
      OLLAMA_FAKE: JSON.stringify({ installed: ['tinyllama'] } satisfies FakeSwitches),
    };
    child = spawn(state.executable, [...sandbox, '--remote-debugging-port=0', '--inspect=0'], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.on('data', (text: Buffer) => {
      state.errors += String(text);
    });
    const endpoint = await eventually(() => {
      const url = /DevTools listening on (ws:\S+)/.exec(state.errors)?.[1];
      if (url === undefined) throw new Error(state.errors);
      return url;
    });
    browser = await chromium.connectOverCDP(endpoint);
    page = await eventually(() => {
      const [first] = browser.contexts().flatMap((context) => context.pages());
      if (first === undefined) throw new Error(state.errors);
      return first;
    });
  }, PACKING_MS);
  afterAll(async () => {
    child.kill('SIGKILL');
    for (const { pid } of await processesOf(state.folder)) process.kill(pid, 'SIGKILL');
    await rm(state.folder, { recursive: true, force: true, maxRetries: 10 });
  }, TIMEOUT_MS);

  test('has the fuses of electron-builder.yml', async () => {
    const { electronFuses } = parse(await readFile(join(root, 'electron-builder.yml'), 'utf8'));
    const wire = await getCurrentFuseWire(state.executable);
    const fuses = Object.keys(electronFuses).map((name) => {
      const index: number = FuseV1Options[`${name.charAt(0).toUpperCase()}${name.slice(1)}`];
      return [name, String.fromCharCode(wire[index]) === '1'];
    });
    expect(Object.fromEntries(fuses)).toEqual(electronFuses);
  });

  test('loads its page from its archive, and starts the server', async () => {
    expect(page.url()).toMatch(/^app:\/\/corral\//);
    await expect.poll(() => page.getByRole('status').first().textContent()).toMatch(/^Running/);
    expect((await fetch(`${ollamaUrl}/api/version`)).ok).toBe(true);
    expect(existsSync(join(dirname(state.executable), 'resources/app.asar'))).toBe(true);
    expect(state.errors).not.toContain('the decoy runs');
  });

  test('responds to a chat through its own origin', async () => {
    const text = await page.evaluate(async () => {
      const response = await fetch('/v1/chat/completions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'tinyllama', messages: [{ role: 'user', content: 'Hello' }] }),
      });
      return (await response.json()).choices[0].message.content;
    });
    expect(text).toMatch(/\S/);
  });

  test('responds on the port that apps use, from a thread that runs in its archive', async () => {
    const chat = { model: 'tinyllama', messages: [{ role: 'user', content: 'Hello' }] };
    const response = await fetch(`${ollamaUrl}/v1/chat/completions`, { method: 'POST', body: JSON.stringify(chat) });
    expect((await response.json()).choices[0].message.content).toMatch(/\S/);
    // The gateway responds to this itself.
    expect((await fetch(`${ollamaUrl}/v1/health/ready`)).status).toBe(200);
  });

  test('can be attached to by nobody, and runs nothing else', async () => {
    expect(state.errors).not.toContain('Debugger listening');
    const hook = join(state.folder, 'hook.cjs');
    await writeFile(hook, `require('node:fs').writeFileSync(${JSON.stringify(join(state.folder, 'hooked'))}, '');`);
    const script = 'console.log("ran as " + "node")';
    // It is a second start, so that it exits at once.
    const { stdout } = await promisify(execFile)(state.executable, [...sandbox, '-e', script], {
      env: { ...env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${hook}` },
    });
    expect(stdout).not.toContain('ran as node');
    expect(existsSync(join(state.folder, 'hooked'))).toBe(false);
  });

  test('leaves nothing on SIGTERM', async () => {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    await eventually(async () => expect(listProcesses(await processesOf(state.folder))).toBe(''));
  });
});
