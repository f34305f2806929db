import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerSlice } from '../../contract/server.ts';
import { setFake } from '../../core/server/testing/supervise-fake-fixture.ts';
import { type Client, connectRpc } from '../e2e/rpc-client.ts';
import { type Corral, startCorral } from '../e2e/start-corral.ts';
import type { FakeSwitches } from '../fake-ollama/src/types.ts';
import { freePort } from '../ollama/free-port.ts';
import type { Fixture } from './fault-fixture.ts';
import { processesOf } from './processes-of.ts';
import { sendSignal } from './send-signal.ts';
import { settle } from './settle.ts';

interface Connected {
  readonly client: Client;
  close(): void;
}

/** Corral as a process of its own, which is killed and started again on the same folders. */
export interface HostLife {
  /** The server's state as the host that lives now last told it. */
  server(): ServerSlice;
  client(): Client;
  setFake(switches: FakeSwitches): Promise<void>;
  /** Has the server's model answer a prompt, or only be loaded for an empty one; the client goes with this host. */
  generate(prompt: string): Promise<Response>;
  /** Starts it; resolves when it has printed its address, and its server is on the way. */
  start(): Promise<void>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** Resolves when the state is shown. */
  shows(state: ServerSlice['actual']['state']): Promise<void>;
  settled(): Promise<void>;
  /** Ends it as a person would, and sees that nothing is left. */
  finish(): Promise<void>;
  dispose(): Promise<void>;
}

export async function createHostHarness({ program, env, model }: Fixture): Promise<HostLife> {
  const home = await mkdtemp(join(tmpdir(), 'corral-hosts-'));
  const port = await freePort();
  const dataDir = join(home, 'data');
  let corral: Corral | null = null;
  let connected: Connected | null = null;
  let shown: ServerSlice | null = null;
  let requests = new AbortController();
  let look = (): void => undefined;

  const living = (): Corral => {
    if (corral === null) throw new Error('no host lives');
    return corral;
  };
  const follow = async (client: Client): Promise<void> => {
    for await (const event of await client.snapshot.watch()) {
      shown = ('full' in event ? event.full.server : event.changed.server) ?? shown;
      look();
    }
  };
  const connect = async (): Promise<void> => {
    if (connected !== null) return;
    connected = await connectRpc(living().url);
    const told = new Promise<void>((resolve) => {
      look = resolve;
    });
    // The feed breaks off with its host.
    void follow(connected.client).catch(() => undefined);
    await told;
  };
  const server = (): ServerSlice => {
    if (shown === null) throw new Error('the host has told nothing yet');
    return shown;
  };
  const client = (): Client => {
    if (connected === null) throw new Error('not connected');
    return connected.client;
  };
  const forget = (): void => {
    connected?.close();
    corral = connected = shown = null;
    requests.abort();
    requests = new AbortController();
  };
  const scene = async () => {
    const { pid } = living().process;
    return { home, dataDir, ports: new Set([port]), outsiders: [], hosts: pid === undefined ? [] : [pid] };
  };

  return {
    server,
    client,
    setFake: (switches) => setFake(home, switches),
    generate: (prompt) => {
      const options = { method: 'POST', body: JSON.stringify({ model, prompt }), signal: requests.signal };
      return fetch(`http://127.0.0.1:${port}/api/generate`, options);
    },
    start: async () => {
      corral = await startCorral({ home, ollamaPort: port, ollama: program, env });
    },
    kill: async () => {
      const { process: host } = living();
      const exited = once(host, 'exit');
      host.kill('SIGKILL');
      await exited;
      forget();
    },
    shows: async (state) => {
      await connect();
      if (server().actual.state === state) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      look = () => {
        if (server().actual.state === state) resolve();
      };
      await promise;
    },
    settled: async () => {
      await connect();
      await settle({ server, scene });
    },
    finish: async () => {
      const code = await living().stop();
      forget();
      const left = await processesOf(home);
      if (code !== 0) throw new Error(`the host ended with ${code}`);
      if (left.length > 0) throw new Error(`left: ${left.map(({ pid, args }) => `${pid} ${args}`).join(', ')}`);
      if (existsSync(join(dataDir, 'run.json'))) throw new Error('a record is left');
    },
    dispose: async () => {
      forget();
      for (const { pid } of await processesOf(home)) sendSignal(pid, 'SIGKILL');
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
