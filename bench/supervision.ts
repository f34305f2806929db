import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerState } from '../contract/server.ts';
import { superviseFake } from '../core/server/testing/supervise-fake-fixture.ts';
import { freePort } from '../tests/ollama/free-port.ts';
import { startOllama } from '../tests/ollama/start-ollama.ts';
import { type Figure, median } from './parts/figure.ts';
import { firstAnswer } from './parts/first-answer.ts';
import { idleCost } from './parts/idle-cost.ts';
import { percent } from './parts/processor-share.ts';

const runs = 10;

type Supervised = Awaited<ReturnType<typeof superviseFake>>;

/** Resolves with the time at which the state is shown, by `performance.now()`. */
function shows({ store, server }: Supervised, state: ServerState): Promise<number> {
  return new Promise((resolve) => {
    // The supervisor lets a process end that only waits for it.
    const alive = setInterval(() => undefined, 1_000);
    const unsubscribe = store.subscribe(() => {
      if (server().actual.state !== state) return;
      unsubscribe();
      clearInterval(alive);
      resolve(performance.now());
    });
  });
}

async function supervised<T>(measure: (supervised: Supervised, home: string) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'corral-bench-'));
  const made = await superviseFake({ home });
  try {
    return await measure(made, home);
  } finally {
    await made.supervisor.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function pidOf({ server }: Supervised): number {
  const { pid } = server();
  if (pid === null) throw new Error('no server runs');
  return pid;
}

/** From the launch of the fake, without Corral but in the same home, to its first answer. */
async function bootMsIn(home: string): Promise<number> {
  const port = await freePort();
  const began = performance.now();
  const server = await startOllama({ home, port, waitUntilReady: false });
  const answered = await firstAnswer(port);
  await server.stop();
  return answered - began;
}

interface Run {
  readonly noticedMs: number;
  readonly backMs: number;
  readonly bootMs: number;
}

function startAndKill(): Promise<Run> {
  return supervised(async (one, home) => {
    const running = shows(one, 'running');
    one.supervisor.open('running');
    const answered = await firstAnswer(one.port);
    const noticedMs = Math.max(0, (await running) - answered);
    const again = shows(one, 'running');
    const killed = performance.now();
    process.kill(pidOf(one), 'SIGKILL');
    const backMs = (await firstAnswer(one.port)) - killed;
    await again;
    await one.supervisor.close();
    return { noticedMs, backMs, bootMs: await bootMsIn(home) };
  });
}

function hangNoticedMs(): Promise<number> {
  return supervised(async (one) => {
    const running = shows(one, 'running');
    one.supervisor.open('running');
    await running;
    const unresponsive = shows(one, 'unresponsive');
    const held = performance.now();
    process.kill(pidOf(one), 'SIGSTOP');
    return (await unresponsive) - held;
  });
}

/** How soon Corral sees and mends what happens to the server, and what watching it costs. */
export async function supervision(): Promise<readonly Figure[]> {
  const measured: Run[] = [];
  for (let run = 0; run < runs; run += 1) measured.push(await startAndKill());
  const boot = median(measured.map((run) => run.bootMs));
  const back = median(measured.map((run) => run.backMs));
  const hang = await hangNoticedMs();
  const idle = await idleCost();
  return [
    {
      label: 'First good answer of the server until it is shown as running',
      baseline: 'a probe each millisecond',
      value: Math.round(median(measured.map(({ noticedMs }) => noticedMs))),
      limit: 50,
      unit: 'ms',
    },
    {
      label: 'kill -9 of the server until it serves again, less its own boot',
      baseline: `the fake alone: ${Math.round(boot)} ms`,
      value: Math.round(back - boot),
      limit: 300,
      unit: 'ms',
    },
    {
      label: 'SIGSTOP of the server until it is shown as not answering',
      baseline: '',
      value: Number((hang / 1000).toFixed(1)),
      limit: 15,
      unit: 's',
    },
    {
      label: 'Supervision of an idle server, of one processor',
      baseline: `the whole host: ${percent(idle.host)} %, without a server: ${percent(idle.hostWithout)} %`,
      value: percent(idle.supervisor),
      limit: 0.2,
      unit: '%',
    },
  ];
}
