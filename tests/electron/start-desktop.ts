import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { FakeSwitches } from '../fake-ollama/src/types.ts';
import { processesOf } from '../faults/processes-of.ts';
import { fakePath } from '../ollama/fake-path.ts';
import { freePort } from '../ollama/free-port.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

/** For tests that start Electron, which takes a busy machine several seconds. */
export const TIMEOUT_MS = 90_000;

export interface DesktopOptions {
  /** HOME of the application and of its server; a new empty folder unless an earlier start's is passed on. */
  readonly home?: string;
  /** The server's port; a free one by default. */
  readonly port?: number;
  /** Switches of the fake. */
  readonly fake?: FakeSwitches;
}

export interface Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** HOME of the application and of its server. */
  readonly home: string;
  readonly port: number;
  readonly ollamaUrl: string;
  readonly env: Record<string, string>;
  /** Of the application's main process. */
  readonly pid: number;
  /** What the application has printed so far, without GTK's complaints. */
  output(): string;
  /** Resolves to the exit code when the application has exited; null after a signal. */
  exited(): Promise<number | null>;
  /** Sends a signal to the application alone and waits until it has exited. */
  signal(signal: NodeJS.Signals): Promise<number | null>;
  /** Quits the application as its own Quit does, unless it has quit; resolves to the exit code. */
  quit(): Promise<number | null>;
  /** Ends whatever is left of the application, and removes its folders. */
  dispose(): Promise<void>;
}

/** The executable that `npm run test:electron` found. */
export function electronPath(): string {
  const path = process.env.CORRAL_TEST_ELECTRON;
  if (path === undefined) throw new Error('Run this suite with `npm run test:electron`; it names the Electron to use.');
  return path;
}

/** The command line of another start of the same application, outside of Playwright. */
function startArguments(): string[] {
  return [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root];
}

/** A second start does nothing but tell the first one; it must not hang. */
const SECOND_START_TIMEOUT_MS = 30_000;

/** Starts the application once more for the same data folder; resolves when that start has exited with 0. */
export async function startAgain({ env }: Pick<Desktop, 'env'>): Promise<void> {
  await run(electronPath(), startArguments(), { env, timeout: SECOND_START_TIMEOUT_MS, killSignal: 'SIGKILL' });
}

/**
 * Has `evaluate` run its function again when V8 collected the result before Playwright had it, which happens where the main
 * process is busy. So what is run there must bear being run twice.
 */
function repeatLostEvaluations(app: ElectronApplication): ElectronApplication {
  const once = app.evaluate.bind(app) as (...args: readonly unknown[]) => Promise<unknown>;
  const evaluate = (...args: readonly unknown[]): Promise<unknown> =>
    once(...args).catch((error: unknown) => {
      if (String(error).includes('garbage collected')) return evaluate(...args);
      throw error;
    });
  return Object.assign(app, { evaluate });
}

/** Starts the built desktop application in real Electron, with folders and a port of its own and the fake as server. */
export async function startDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'corral-desktop-')));
  const port = options.port ?? (await freePort());
  const fake: FakeSwitches = { installed: ['tinyllama'], tokensPerSecond: 20, ...options.fake };
  const env = {
    ...Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : []))),
    HOME: home,
    CORRAL_DATA_DIR: join(home, 'data'),
    CORRAL_OLLAMA: fakePath,
    CORRAL_OLLAMA_PORT: String(port),
    OLLAMA_FAKE: JSON.stringify(fake),
  };
  const app = repeatLostEvaluations(await _electron.launch({ executablePath: electronPath(), args: [root], env }));
  // Playwright refuses to name the process of an application that has quit.
  const child = app.process();
  const gone = once(child, 'exit');
  const lines: string[] = [];
  child.stderr?.on('data', (text: Buffer) => lines.push(String(text)));
  const hasExited = () => child.exitCode !== null || child.signalCode !== null;
  const exited = async (): Promise<number | null> => {
    if (!hasExited()) await gone;
    return child.exitCode;
  };
  const quit = async (): Promise<number | null> => {
    // A question would wait for a person.
    if (!hasExited()) await app.evaluate((electron) => electron.app.quit()).catch(() => undefined);
    return exited();
  };
  return {
    app,
    page: await app.firstWindow(),
    home,
    port,
    ollamaUrl: `http://127.0.0.1:${port}`,
    env,
    pid: child.pid ?? 0,
    output: () => lines.join('').replaceAll(/^.*gtk_widget_add_accelerator.*\n/gm, ''),
    exited,
    signal: (signal) => {
      child.kill(signal);
      return exited();
    },
    quit,
    async dispose() {
      child.kill('SIGKILL');
      await exited();
      for (const { pid } of await processesOf(home)) process.kill(pid, 'SIGKILL');
      await rm(home, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** A desktop application that is disposed of when the test ends. */
export async function desktopFor(options: DesktopOptions = {}): Promise<Desktop> {
  const desktop = await startDesktop(options);
  onTestFinished(() => desktop.dispose(), TIMEOUT_MS);
  return desktop;
}
