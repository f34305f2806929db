import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { fakePath } from '../ollama/fake-path.ts';
import { freePort } from '../ollama/free-port.ts';

const root = join(import.meta.dirname, '../..');

export interface Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataDir: string;
  readonly ollamaUrl: string;
  readonly env: Record<string, string>;
  /** Ends the application the way its own Quit does; resolves with the exit code. */
  quit(): Promise<number | null>;
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
  const dataDir = join(home, 'data');
  const port = await freePort();
  const env = {
    ...Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : []))),
    CORRAL_DATA_DIR: dataDir,
    CORRAL_OLLAMA: fakePath,
    CORRAL_OLLAMA_PORT: String(port),
    OLLAMA_FAKE: JSON.stringify({ installed: ['tinyllama'], tokensPerSecond: 20 }),
    OLLAMA_MODELS: join(home, 'models'),
  };
  const app = await _electron.launch({ executablePath: electronPath(), args: [root], env });
  const page = await app.firstWindow();
  const quit = async (): Promise<number | null> => {
    const child = app.process();
    if (child.exitCode !== null) return child.exitCode;
    const closed = app.waitForEvent('close');
    await app.evaluate((electron) => electron.app.quit()).catch(() => undefined);
    await closed;
    return child.exitCode;
  };
  return {
    app,
    page,
    dataDir,
    ollamaUrl: `http://127.0.0.1:${port}`,
    env,
    quit,
    async dispose() {
      await quit();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
