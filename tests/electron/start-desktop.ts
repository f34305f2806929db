import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { FakeSwitches } from '../fake-ollama/src/types.ts';
import { fakePath } from '../ollama/fake-path.ts';
import { freePort } from '../ollama/free-port.ts';

const root = join(import.meta.dirname, '../..');

export interface Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** HOME of the application and of its server. */
  readonly home: string;
  readonly ollamaUrl: string;
  readonly env: Record<string, string>;
  /** Quits the application as its own Quit does, unless it has quit; resolves to the exit code. */
  quit(): Promise<number | null>;
  /** Quits the application and removes its folders. */
  dispose(): Promise<void>;
}

/** The executable that `npm run test:electron` found. */
export function electronPath(): string {
  const path = process.env.CORRAL_TEST_ELECTRON;
  if (path === undefined) throw new Error('Run this suite with `npm run test:electron`; it names the Electron to use.');
  return path;
}

/** Starts the built desktop application in real Electron, with folders and a port of its own and the fake as server. */
export async function startDesktop(): Promise<Desktop> {
  const home = await mkdtemp(join(tmpdir(), 'corral-desktop-'));
  const port = await freePort();
  const env = {
    ...Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : []))),
    HOME: home,
    CORRAL_DATA_DIR: join(home, 'data'),
    CORRAL_OLLAMA: fakePath,
    CORRAL_OLLAMA_PORT: String(port),
    OLLAMA_FAKE: JSON.stringify({ installed: ['tinyllama'], tokensPerSecond: 20 } satisfies FakeSwitches),
  };
  const app = await _electron.launch({ executablePath: electronPath(), args: [root], env });
  const page = await app.firstWindow();
  // Playwright refuses to name the process of an application that has quit.
  const child = app.process();
  const quit = async (): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const closed = app.waitForEvent('close');
    await app.evaluate((electron) => electron.app.quit()).catch(() => undefined);
    await closed;
    return child.exitCode;
  };
  return {
    app,
    page,
    home,
    ollamaUrl: `http://127.0.0.1:${port}`,
    env,
    quit,
    async dispose() {
      await quit();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
