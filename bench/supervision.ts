import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerState } from '../contract/server.ts';
import { superviseFake } from '../core/server/testing/supervise-fake-fixture.ts';
import { freePort } from '../tests/ollama/free-port.ts';
import { startOllama } from '../tests/ollama/start-ollama.ts';
import { type Figure, median } from './parts/figure.ts';
import { firstResponse } from './parts/first-response.ts';
import { idleCost } from './parts/idle-cost.ts';
import { percent } from './parts/processor-share.ts';

const RUNS = 10;

type Supervised = Awaited<ReturnType<typeof superviseFake>>;

/** Resolves with the time at which the state is shown, by `performance.now()`. */
function shows({ store, server }: Supervised, state: ServerState): Promise<number> {
  return new Promise((resolve) => {
    // The supervisor doesn't keep a process alive that only waits for it.
    const keepAlive = setInterval(() => undefined, 1_000);
    const unsubscribe = store.subscribe(() => {
      if (server().actual.state !== state) return;
      unsubscribe();
      clearInterval(keepAlive);
      resolve(performance.now());
    });
  });
}

async function withSupervisor<T>(measure: (supervised: Supervised, home: string) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'corral-bench-'));
  const supervised = await superviseFake({ home });
  try {
    return await measure(supervised, home);
  } finally {
    await supervised.supervisor.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function pidOf({ server }: Supervised): number {
  const { pid } = server();
  if (pid === null) throw new Error('no server is running');
  return pid;
}

/** From the launch of the fake, without Corral but in the same home, to its first response. */
async function startupMsIn(home: string): Promise<number> {
  const port = await freePort();
  const startedAt = performance.now();
  const server = await startOllama({ home, port, waitUntilReady: false });
  const respondedAt = await firstResponse(port);
  await server.stop();
  return respondedAt - startedAt;
}

interface Run {
  readonly noticedMs: number;
  readonly recoveryMs: number;
  readonly startupMs: number;
}

function startAndKill(): Promise<Run> {
  return withSupervisor(async (supervised, home) => {
    const running = shows(supervised, 'running');
    supervised.supervisor.open('running');
    const respondedAt = await firstResponse(supervised.port);
    const noticedMs = Math.max(0, (await running) - respondedAt);
    const runningAgain = shows(supervised, 'running');
    const killedAt = performance.now();
    process.kill(pidOf(supervised), 'SIGKILL');
    const recoveryMs = (await firstResponse(supervised.port)) - killedAt;
    await runningAgain;
    await supervised.supervisor.close();
    return { noticedMs, recoveryMs, startupMs: await startupMsIn(home) };
  });
}

function hangNoticedMs(): Promise<number> {
  return withSupervisor(async (supervised) => {
    const running = shows(supervised, 'running');
    supervised.supervisor.open('running');
    await running;
    const unresponsive = shows(supervised, 'unresponsive');
    const suspendedAt = performance.now();
    process.kill(pidOf(supervised), 'SIGSTOP');
    return (await unresponsive) - suspendedAt;
  });
}

/** How soon Corral notices and fixes what happens to the server, and what supervision costs. */
export async function supervision(): Promise<readonly Figure[]> {
  const measured: Run[] = [];
  for (let run = 0; run < RUNS; run += 1) measured.push(await startAndKill());
  const startup = median(measured.map((run) => run.startupMs));
  const recovery = median(measured.map((run) => run.recoveryMs));
  const hang = await hangNoticedMs();
  const idle = await idleCost();
  return [
    {
      label: 'First good response of the server until it is shown as running',
      baseline: 'a probe every millisecond',
      value: Math.round(median(measured.map(({ noticedMs }) => noticedMs))),
      limit: 50,
      unit: 'ms',
    },
    {
      label: 'SIGKILL of the server until it responds again, less its own startup',
      baseline: `the fake alone: ${Math.round(startup)} ms`,
      value: Math.round(recovery - startup),
      limit: 300,
      unit: 'ms',
    },
    {
      label: 'SIGSTOP of the server until it is shown as not responding',
      baseline: '',
      value: Number((hang / 1000).toFixed(1)),
      limit: 15,
      unit: 's',
    },
    {
      label: 'Supervision of an idle server, share of one processor',
      baseline: `the whole host: ${percent(idle.host)} %, without a server: ${percent(idle.hostWithoutServer)} %`,
      value: percent(idle.supervisor),
      limit: 0.2,
      unit: '%',
    },
  ];
}
