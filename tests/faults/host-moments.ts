import type { HostLife } from './host-harness.ts';
import type { Random } from './random.ts';
import { sendSignal } from './send-signal.ts';

/** What Corral is in the middle of when it is killed. */
export interface HostMoment {
  readonly name: string;
  readonly weight: number;
  /** It takes a switch of the fake. */
  readonly fakeOnly?: true;
  /** Brings a host there whose server runs; a random point of what follows is then waited for. */
  reach(life: HostLife, random: Random): Promise<void>;
}

function signalServer(life: HostLife, signal: NodeJS.Signals): void {
  const { pid } = life.server();
  if (pid !== null) sendSignal(pid, signal);
}

/** The answer comes when it runs again, and this host may not live to see that. */
async function restart(life: HostLife): Promise<void> {
  void life
    .client()
    .server.restart({ when: 'now' })
    .catch(() => undefined);
}

async function stop(life: HostLife): Promise<void> {
  await life.client().server.stop({ when: 'now' });
}

async function comeUp(life: HostLife): Promise<void> {
  await life.kill();
  await life.start();
}

const pulled = 'qwen3:8b';

export const hostMoments: readonly HostMoment[] = [
  { name: 'running', weight: 2, reach: () => Promise.resolve() },
  { name: 'coming up with a server to adopt', weight: 3, reach: comeUp },
  {
    name: 'coming up with an orphan to end',
    weight: 3,
    reach: async (life, random) => {
      await life.client().settings.update({ keepAlive: `${1 + random.below(50)}m` });
      await comeUp(life);
    },
  },
  {
    name: 'coming up with nothing there',
    weight: 3,
    reach: async (life) => {
      await stop(life);
      await life.shows('stopped');
      await comeUp(life);
    },
  },
  {
    name: 'starting slowly',
    weight: 2,
    fakeOnly: true,
    reach: async (life) => {
      await life.setFake({ startDelayMs: 800, strayRunner: true });
      await restart(life);
    },
  },
  { name: 'stopping', weight: 2, reach: stop },
  {
    name: 'stopping a server that ignores SIGTERM',
    weight: 1,
    fakeOnly: true,
    reach: async (life) => {
      await life.setFake({ ignoreSigterm: true });
      await stop(life);
    },
  },
  {
    name: 'stopped',
    weight: 1,
    reach: async (life) => {
      await stop(life);
      await life.shows('stopped');
    },
  },
  { name: 'restarting', weight: 3, reach: restart },
  {
    name: 'waiting before a restart',
    weight: 2,
    fakeOnly: true,
    reach: async (life) => {
      await life.setFake({ exitBeforeReady: { code: 1 }, strayRunner: true });
      await restart(life);
      await life.shows('restarting');
    },
  },
  {
    name: 'after a kill -9 of the server',
    weight: 2,
    reach: async (life) => signalServer(life, 'SIGKILL'),
  },
  {
    name: 'with a server held by SIGSTOP',
    weight: 2,
    reach: async (life) => signalServer(life, 'SIGSTOP'),
  },
  {
    name: 'with a model loaded',
    weight: 3,
    reach: async (life) => {
      await (await life.generate('')).text();
    },
  },
  {
    name: 'with a model loaded, and the server killed too',
    weight: 2,
    reach: async (life) => {
      await (await life.generate('')).text();
      signalServer(life, 'SIGKILL');
    },
  },
  {
    name: 'while an answer is written',
    weight: 2,
    reach: async (life) => {
      const response = await life.generate('Tell me 4000 tokens of anything.');
      await response.body?.getReader().read();
    },
  },
  {
    name: 'in a pull',
    weight: 2,
    fakeOnly: true,
    reach: async (life) => {
      await life.setFake({ pullBytesPerSecond: 20_000_000 });
      await life.client().models.pull({ name: pulled });
    },
  },
  {
    name: 'with changed settings',
    weight: 2,
    reach: async (life, random) => {
      await life.client().settings.update({ maxQueue: 1 + random.below(500) });
    },
  },
];
