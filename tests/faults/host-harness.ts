import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerSlice, ServerState } from '../../contract/server.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { createCondition } from '../../core/async/condition.ts';
import { setFake } from '../../core/server/testing/supervise-fake-fixture.ts';
import { type Client, connectRpc } from '../e2e/rpc-client.ts';
import { type Corral, startCorral } from '../e2e/start-corral.ts';
import type { FakeSwitches } from '../fake-ollama/src/types.ts';
import { freePort } from '../ollama/free-port.ts';
import type { FaultFixture } from './fault-fixture.ts';
import { listProcesses, processesOf } from './processes-of.ts';
import { sendSignal } from './send-signal.ts';
import { settle } from './settle.ts';

/** Corral as a process of its own, which is killed and started again on the same folders. */
export interface HostHarness {
  readonly home: string;
  readonly dataDir: string;
  /** The one that clients use. */
  readonly port: number;
  /** The server's state as the current host last reported it. */
  server(): ServerSlice;
  snapshot(): Snapshot;
  client(): Client;
  setFake(switches: FakeSwitches): Promise<void>;
  /** Has the server's model respond to a prompt, or only be loaded for an empty one; the request is aborted with this host. */
  generate(prompt: string): Promise<Response>;
  /** Starts a host; resolves when it has printed its address. */
  start(): Promise<void>;
  /** The pid of the current host. */
  pid(): number;
  /** What the current host has printed. */
  output(): string;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** Stops the host as a person would. */
  quit(): Promise<void>;
  /** Resolves when the state is shown. */
  shows(state: ServerState): Promise<void>;
  /** Resolves when the snapshot is as desired. */
  until(desired: (snapshot: Snapshot) => boolean): Promise<void>;
  settled(): Promise<void>;
  /** Stops the host as a person would, and verifies that nothing is left. */
  finish(): Promise<void>;
  dispose(): Promise<void>;
}

interface HostConnection {
  snapshot(): Snapshot;
  client(): Client;
  /** Connects unless connected, and resolves once the state is known. */
  open(url: string): Promise<void>;
  until(desired: (snapshot: Snapshot) => boolean): Promise<void>;
  close(): void;
}

function createHostConnection(): HostConnection {
  const changed = createCondition();
  let connected: Awaited<ReturnType<typeof connectRpc>> | null = null;
  let shown: Snapshot | null = null;

  const follow = async (client: Client): Promise<void> => {
    for await (const event of await client.snapshot.watch()) {
      if (client !== connected?.client) return;
      if ('full' in event) shown = event.full;
      else if (shown !== null) shown = Object.assign({ ...shown }, event.changed);
      changed.notify();
    }
  };
  return {
    snapshot: () => {
      if (shown === null) throw new Error('the host has reported nothing yet');
      return shown;
    },
    client: () => {
      if (connected === null) throw new Error('not connected');
      return connected.client;
    },
    open: async (url) => {
      if (connected !== null) return;
      connected = await connectRpc(url);
      // The stream breaks off with its host.
      void follow(connected.client).catch(() => undefined);
      await changed.waitUntil(() => shown !== null);
    },
    until: (desired) => changed.waitUntil(() => shown !== null && desired(shown)),
    close: () => {
      connected?.close();
      connected = shown = null;
    },
  };
}

export async function createHostHarness({ program, env, model }: FaultFixture): Promise<HostHarness> {
  const home = await mkdtemp(join(tmpdir(), 'corral-hosts-'));
  const port = await freePort();
  const dataDir = join(home, 'data');
  const connection = createHostConnection();
  let corral: Corral | null = null;
  let requests = new AbortController();

  const running = (): Corral => {
    if (corral === null) throw new Error('no host is running');
    return corral;
  };
  const forget = (): void => {
    connection.close();
    corral = null;
    requests.abort();
    requests = new AbortController();
  };
  const observe = async () => {
    const { pid } = running().process;
    return { home, dataDir, ports: new Set([port]), external: [], hosts: pid === undefined ? [] : [pid] };
  };

  const server = (): ServerSlice => connection.snapshot().server;

  return {
    home,
    dataDir,
    port,
    server,
    snapshot: connection.snapshot,
    client: connection.client,
    pid: () => running().process.pid ?? 0,
    output: () => running().output(),
    setFake: (switches) => setFake(home, switches),
    generate: (prompt) => {
      const options = { method: 'POST', body: JSON.stringify({ model, prompt }), signal: requests.signal };
      return fetch(`http://127.0.0.1:${port}/api/generate`, options);
    },
    start: async () => {
      corral = await startCorral({ home, ollamaPort: port, ollama: program, env });
    },
    kill: async () => {
      const { process: host } = running();
      const exited = once(host, 'exit');
      host.kill('SIGKILL');
      await exited;
      forget();
    },
    quit: async () => {
      const code = await running().stop();
      forget();
      if (code !== 0) throw new Error(`the host exited with ${code}`);
    },
    shows: async (state) => {
      await connection.open(running().url);
      await connection.until(({ server }) => server.actual.state === state);
    },
    until: async (desired) => {
      await connection.open(running().url);
      await connection.until(desired);
    },
    settled: async () => {
      await connection.open(running().url);
      await settle({ server, observe });
    },
    finish: async () => {
      const code = await running().stop();
      forget();
      const left = await processesOf(home);
      if (code !== 0) throw new Error(`the host exited with ${code}`);
      if (left.length > 0) throw new Error(`left: ${listProcesses(left)}`);
      if (existsSync(join(dataDir, 'run.json'))) throw new Error('a record is left');
    },
    dispose: async () => {
      forget();
      for (const { pid } of await processesOf(home)) sendSignal(pid, 'SIGKILL');
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
