import type { HostHarness } from './host-harness.ts';
import type { Random } from './random.ts';
import { sendSignal } from './send-signal.ts';

/** What Corral is doing when it is killed. */
export interface KillPoint {
  readonly name: string;
  readonly weight: number;
  /** It uses a switch of the fake. */
  readonly fakeOnly?: true;
  /** Brings a host whose server is running there; then a random moment of what follows is chosen. */
  reach(host: HostHarness, random: Random): Promise<void>;
}

function signalServer(host: HostHarness, signal: NodeJS.Signals): void {
  const { pid } = host.server();
  if (pid !== null) sendSignal(pid, signal);
}

/** Doesn't wait for the response, which comes when the server runs again: this host may be killed before. */
async function restart(host: HostHarness): Promise<void> {
  void host
    .client()
    .server.restart({ when: 'now' })
    .catch(() => undefined);
}

async function stop(host: HostHarness): Promise<void> {
  await host.client().server.stop({ when: 'now' });
}

async function killAndStart(host: HostHarness): Promise<void> {
  await host.kill();
  await host.start();
}

async function loadModel(host: HostHarness): Promise<void> {
  await (await host.generate('')).text();
}

const PULLED_MODEL = 'qwen3:8b';

export const killPoints: readonly KillPoint[] = [
  { name: 'while running', weight: 2, reach: () => Promise.resolve() },
  { name: 'during startup with a server to adopt', weight: 3, reach: killAndStart },
  {
    name: 'during startup with an orphan to terminate',
    weight: 3,
    reach: async (host, random) => {
      await host.client().settings.update({ keepAlive: `${1 + random.below(50)}m` });
      await killAndStart(host);
    },
  },
  {
    name: 'during startup with nothing left',
    weight: 3,
    reach: async (host) => {
      await stop(host);
      await host.shows('stopped');
      await killAndStart(host);
    },
  },
  {
    name: 'during a slow start of the server',
    weight: 2,
    fakeOnly: true,
    reach: async (host) => {
      await host.setFake({ startDelayMs: 800, strayRunner: true });
      await restart(host);
    },
  },
  { name: 'during a stop', weight: 2, reach: stop },
  {
    name: 'during a stop of a server that ignores SIGTERM',
    weight: 1,
    fakeOnly: true,
    reach: async (host) => {
      await host.setFake({ ignoreSigterm: true });
      await stop(host);
    },
  },
  {
    name: 'while stopped',
    weight: 1,
    reach: async (host) => {
      await stop(host);
      await host.shows('stopped');
    },
  },
  { name: 'during a restart', weight: 3, reach: restart },
  {
    name: 'during the delay before a restart',
    weight: 2,
    fakeOnly: true,
    reach: async (host) => {
      await host.setFake({ exitBeforeReady: { code: 1 }, strayRunner: true });
      await restart(host);
      await host.shows('restarting');
    },
  },
  {
    name: 'after a SIGKILL of the server',
    weight: 2,
    reach: async (host) => signalServer(host, 'SIGKILL'),
  },
  {
    name: 'with a server suspended by SIGSTOP',
    weight: 2,
    reach: async (host) => signalServer(host, 'SIGSTOP'),
  },
  { name: 'with a model loaded', weight: 3, reach: loadModel },
  {
    name: 'with a model loaded, and the server killed too',
    weight: 2,
    reach: async (host) => {
      await loadModel(host);
      signalServer(host, 'SIGKILL');
    },
  },
  {
    name: 'while a response is generated',
    weight: 2,
    reach: async (host) => {
      const response = await host.generate('Tell me 4000 tokens of anything.');
      await response.body?.getReader().read();
    },
  },
  {
    name: 'during a pull',
    weight: 2,
    fakeOnly: true,
    reach: async (host) => {
      await host.setFake({ pullBytesPerSecond: 20_000_000 });
      await host.client().models.pull({ name: PULLED_MODEL });
    },
  },
  {
    name: 'with changed settings',
    weight: 2,
    reach: async (host, random) => {
      await host.client().settings.update({ maxQueue: 1 + random.below(500) });
    },
  },
];
