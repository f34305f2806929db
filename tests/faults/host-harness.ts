import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerSlice, ServerState } from '../../contract/server.ts';
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
  /** The server's state as the current host last reported it. */
  server(): ServerSlice;
  client(): Client;
  setFake(switches: FakeSwitches): Promise<void>;
  /** Has the server's model respond to a prompt, or only be loaded for an empty one; the request is aborted with this host. */
  generate(prompt: string): Promise<Response>;
  /** Starts a host; resolves when it has printed its address. */
  start(): Promise<void>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** Resolves when the state is shown. */
  shows(state: ServerState): Promise<void>;
  settled(): Promise<void>;
  /** Stops the host as a person would, and verifies that nothing is left. */
  finish(): Promise<void>;
  dispose(): Promise<void>;
}

interface HostConnection {
  server(): ServerSlice;
  client(): Client;
  /** Connects unless connected, and resolves once the state is known. */
  open(url: string): Promise<void>;
  waitForState(state: ServerState): Promise<void>;
  close(): void;
}

function createHostConnection(): HostConnection {
  const changed = createCondition();
  let connected: Awaited<ReturnType<typeof connectRpc>> | null = null;
  let shown: ServerSlice | null = null;

  const follow = async (client: Client): Promise<void> => {
    for await (const event of await client.snapshot.watch()) {
      shown = ('full' in event ? event.full.server : event.changed.server) ?? shown;
      changed.notify();
    }
  };
  return {
    server: () => {
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
    waitForState: (state) => changed.waitUntil(() => shown?.actual.state === state),
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

  return {
    server: connection.server,
    client: connection.client,
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
    shows: async (state) => {
      await connection.open(running().url);
      await connection.waitForState(state);
    },
    settled: async () => {
      await connection.open(running().url);
      await settle({ server: connection.server, observe });
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
