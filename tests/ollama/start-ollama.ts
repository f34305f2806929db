import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FakeSwitches } from '../fake-ollama/src/types.ts';
import { type FakeEvent, readEvents } from './fake-events.ts';
import { freePort } from './free-port.ts';
import { type OllamaProcess, runOllama } from './ollama-process.ts';
import { startGateway } from './start-gateway.ts';

export interface StartOptions {
  /** HOME of the server, kept afterwards; a temporary one, removed by `stop`, if not given. */
  readonly home?: string;
  readonly port?: number;
  /** Switches of the fake; the real server ignores them. */
  readonly fake?: FakeSwitches;
  readonly env?: Readonly<Record<string, string>>;
  /** False returns as soon as the process runs. */
  readonly waitUntilReady?: boolean;
}

export interface RunningOllama extends OllamaProcess {
  /** The server's own, or the gateway's in front of it (see `throughGateway`). */
  readonly baseUrl: string;
  readonly port: number;
  readonly home: string;
  /** Replaces the fake's switches while it runs. */
  setFake(switches: FakeSwitches): void;
  events(): readonly FakeEvent[];
  /** Kills the server and its runners, and removes a temporary home. */
  stop(): Promise<void>;
}

const through: { gateway: boolean } = { gateway: false };

/** From now on, servers that this test file starts are reached through the gateway's listener without a key. */
export function throughGateway(): void {
  through.gateway = true;
}

const READY_TIMEOUT_MS = 30_000;
const PROBE_INTERVAL_MS = 20;

async function responds(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(1000) }).then(
    (response) => response.ok,
    () => false,
  );
}

async function probe(baseUrl: string, signal: AbortSignal): Promise<void> {
  while (!(await responds(`${baseUrl}/api/version`))) await wait(PROBE_INTERVAL_MS, undefined, { signal });
}

/** @throws {Error} with the server's own output when it exits first, or after 30 s */
async function waitUntilReady(server: OllamaProcess, baseUrl: string): Promise<void> {
  const probing = new AbortController();
  const failed = (reason: string) => new Error(`ollama ${reason} before it was ready:\n${server.stderr()}`);
  const exits = server.exited.then(() => Promise.reject(failed('exited')));
  const signal = AbortSignal.any([probing.signal, AbortSignal.timeout(READY_TIMEOUT_MS)]);
  const ready = probe(baseUrl, signal).catch(() => Promise.reject(failed('took too long')));
  try {
    await Promise.race([ready, exits]);
  } finally {
    probing.abort();
    // The loser of the race may still fail, with no one to handle it.
    ready.catch(() => undefined);
    exits.catch(() => undefined);
  }
}

async function behindGateway(server: RunningOllama): Promise<RunningOllama> {
  const gateway = await startGateway(server.port);
  return {
    ...server,
    baseUrl: gateway.baseUrl,
    port: gateway.port,
    async stop() {
      await gateway.close();
      await server.stop();
    },
  };
}

/** Starts `ollama serve`, the fake or the real one, on a free port of 127.0.0.1 and waits until it responds. */
export async function startOllama(options: StartOptions = {}): Promise<RunningOllama> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'corral-ollama-'));
  const port = options.port ?? (await freePort());
  const server = runOllama(['serve'], {
    HOME: home,
    OLLAMA_HOST: `127.0.0.1:${port}`,
    OLLAMA_NO_CLOUD: '1',
    OLLAMA_FAKE: JSON.stringify(options.fake ?? {}),
    ...options.env,
  });
  const running: RunningOllama = {
    ...server,
    baseUrl: `http://127.0.0.1:${port}`,
    port,
    home,
    setFake: (switches) => {
      mkdirSync(join(home, '.ollama'), { recursive: true });
      writeFileSync(join(home, '.ollama', 'fake.json'), JSON.stringify(switches));
    },
    events: () => readEvents(home),
    stop: async () => {
      await server.killAll();
      if (options.home === undefined) rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  if (options.waitUntilReady === false) return running;
  try {
    await waitUntilReady(server, running.baseUrl);
  } catch (error) {
    await running.stop();
    throw error;
  }
  return through.gateway ? behindGateway(running) : running;
}
