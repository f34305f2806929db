import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FakeSwitches } from '../fake-ollama/src/types.ts';
import { fakePath, serverPath } from '../ollama/fake-path.ts';
import { freePort } from '../ollama/free-port.ts';

const HOST_PROGRAM = fileURLToPath(new URL('../../out/headless/main.js', import.meta.url));

export interface CorralOptions {
  /** HOME of Corral and of the server; a new empty folder unless an earlier run's is passed on. */
  readonly home?: string;
  /** The server's port; a free one by default. */
  readonly ollamaPort?: number;
  /** The executable; the fake by default. */
  readonly ollama?: string;
  /** Switches of the fake. */
  readonly fake?: FakeSwitches;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Corral {
  /** The printed URL with its token. */
  readonly url: string;
  readonly origin: string;
  readonly token: string;
  readonly home: string;
  readonly dataDir: string;
  readonly ollamaPort: number;
  /** The server's address. */
  readonly ollamaUrl: string;
  readonly process: ChildProcess;
  /** What the host has printed so far. */
  output(): string;
  /** Stops the host as a person would; the folders stay for another run. */
  stop(): Promise<number | null>;
  /** Stops the host and removes its folders. */
  dispose(): Promise<void>;
}

/** Starts the built headless host with folders and ports of its own; resolves when it has printed its URL. */
export async function startCorral(options: CorralOptions = {}): Promise<Corral> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'corral-e2e-')));
  const dataDir = join(home, 'data');
  const ollamaPort = options.ollamaPort ?? (await freePort());
  const child = spawn(process.execPath, [HOST_PROGRAM, '--port', '0', '--no-open', '--data-dir', dataDir], {
    env: {
      HOME: home,
      PATH: serverPath,
      CORRAL_OLLAMA: options.ollama ?? fakePath,
      CORRAL_OLLAMA_PORT: String(ollamaPort),
      OLLAMA_NO_CLOUD: '1',
      ...(options.fake ? { OLLAMA_FAKE: JSON.stringify(options.fake) } : {}),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const collect = (line: string): void => {
    lines.push(line);
  };
  createInterface({ input: child.stderr }).on('line', collect);
  const url = await printedUrl(child, collect).catch((error: unknown) => {
    throw new Error(`the headless host did not start: ${String(error)}\n${lines.join('\n')}`);
  });
  const { origin, searchParams } = new URL(url);
  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    }
    return child.exitCode;
  };
  return {
    url,
    origin,
    token: searchParams.get('token') ?? '',
    home,
    dataDir,
    ollamaPort,
    ollamaUrl: `http://127.0.0.1:${ollamaPort}`,
    process: child,
    output: () => lines.join('\n'),
    stop,
    dispose: async () => {
      await stop();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function printedUrl(child: ChildProcess, collect: (line: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) return reject(new Error('no standard output'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      collect(line);
      const match = /^Corral is running at (http:\S+)$/.exec(line);
      if (match?.[1]) resolve(match[1]);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`it exited with code ${code}`)));
  });
}
