import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerSlice } from '../../contract/server.ts';
import { portListeners } from '../../core/os/port-listeners.ts';
import type { HealthTiming } from '../../core/server/run/health-policy.ts';
import type { LaunchPlan } from '../../core/server/run/launch-plan.ts';
import { setFake, superviseFake } from '../../core/server/testing/supervise-fake-fixture.ts';
import type { FakeSwitches } from '../fake-ollama/src/types.ts';
import { freePort } from '../ollama/free-port.ts';
import type { Sequence } from './draw-sequence.ts';
import { createOutsiders, type Outsiders } from './external-processes.ts';
import type { Fixture } from './fault-fixture.ts';
import { processesOf } from './processes-of.ts';
import { sendSignal } from './send-signal.ts';
import { settle } from './settle.ts';

/** The product's patience, in small: a server that hangs is noticed in one second and ended after two. */
const timing: HealthTiming = {
  probeIntervalMs: 150,
  probeTimeoutMs: 400,
  unresponsiveAfterMs: 1_000,
  hangTimeoutMs: 2_000,
  loadingHangTimeoutMs: 4_000,
  busyHangTimeoutMs: 4_000,
};
const readinessTimeoutMs = 2_500;

/** One supervisor with its server, and everybody else on the same ports. Steps act on it. */
export interface SupervisorHarness {
  readonly home: string;
  readonly outsiders: Outsiders;
  server(): ServerSlice;
  supervisor(): Awaited<ReturnType<typeof superviseFake>>['supervisor'];
  /** Lays switches of the fake over those of the sequence; null takes them all away again. */
  setFake(switches: FakeSwitches | null): Promise<void>;
  changePlan(change: Partial<LaunchPlan>): void;
  moveToFreePort(): Promise<void>;
  setFolderProblem(problem: string | null): void;
  setProgram(isThere: boolean): Promise<void>;
  /** Restarts, and remembers to see that the promise is kept. */
  restart(): void;
  /** Has the server load a model into a runner, without waiting for it. */
  loadModel(): void;
  /** Ends this supervisor and goes on with a new one on the same data folder. */
  reopen(how: 'close' | 'detach', desired: 'running' | 'stopped'): Promise<void>;
  /** Resolves at the next change of the state, or once it has settled. */
  change(): Promise<void>;
  /** Resolves when the state has come to rest and is the truth. */
  settled(): Promise<void>;
  /** Which states were shown, with the milliseconds since the beginning. */
  trace(): readonly string[];
  /** Closes, and sees that nothing at all is left. */
  finish(): Promise<void>;
  /** Ends and removes whatever is still there, after a failure too. */
  dispose(): Promise<void>;
}

export async function createWorld(ground: Fixture, { fake: base, opened }: Sequence): Promise<SupervisorHarness> {
  const began = performance.now();
  const home = await mkdtemp(join(tmpdir(), 'corral-faults-'));
  const program = join(home, 'ollama');
  await symlink(ground.program, program);
  const outsiders = createOutsiders();
  const trace: string[] = [];
  const requests = new AbortController();
  const unkept = new Set<Promise<void>>();
  let fake = base;
  let current = await supervise(await freePort());
  const ports = new Set([current.port]);
  current.supervisor.open(opened);

  async function supervise(port: number) {
    const { env } = ground;
    const made = await superviseFake({ home, program, port, fake, env, readinessTimeoutMs, healthTiming: timing });
    let shown = '';
    made.store.subscribe(() => {
      const { state } = made.server().actual;
      if (state !== shown) trace.push(`${Math.round(performance.now() - began)} ${state}`);
      shown = state;
    });
    return made;
  }

  const scene = async () => ({ home, dataDir: current.dataDir, ports, outsiders: await outsiders.living(), hosts: [] });

  /** What only this supervisor promises, besides that the state shown is the truth. */
  const broken = (): string[] => {
    const { actual } = current.server();
    const said = unkept.size > 0 ? ['a restart has neither succeeded nor failed'] : [];
    const reaches = actual.state === 'running' || actual.state === 'external';
    if (reaches !== (current.supervisor.endpoint() !== null)) said.push('the endpoint is not that of the state');
    if (actual.state !== 'failed' || actual.cause.kind !== 'modelsFolderUnavailable') return said;
    return current.folder.problem === null ? [...said, 'held for a folder that is there'] : said;
  };

  const changePlan = (change: Partial<LaunchPlan>): void => {
    current.plan.current = { ...current.plan.current, ...change };
  };
  const settled = (signal?: AbortSignal) =>
    settle({ server: () => current.server(), scene, broken, ...(signal ? { signal } : {}) });

  return {
    home,
    outsiders,
    server: () => current.server(),
    supervisor: () => current.supervisor,
    setFake: async (switches) => {
      fake = { ...base, ...switches };
      await setFake(home, fake);
    },
    changePlan,
    moveToFreePort: async () => {
      const port = await freePort();
      ports.add(port);
      changePlan({ bind: { host: '127.0.0.1', port } });
    },
    setFolderProblem: (problem) => {
      current.folder.problem = problem;
    },
    setProgram: async (isThere) => {
      if (!isThere) await rm(program, { force: true });
      else if (!existsSync(program)) await symlink(ground.program, program);
    },
    restart: () => {
      const kept = current.supervisor.restart();
      unkept.add(kept);
      void kept.then(() => unkept.delete(kept));
    },
    loadModel: () => {
      const options = { method: 'POST', body: JSON.stringify({ model: ground.model }), signal: requests.signal };
      void fetch(`http://127.0.0.1:${current.server().port}/api/generate`, options).catch(() => undefined);
    },
    reopen: async (how, desired) => {
      await current.supervisor[how]();
      if (how === 'close') await nothingLeft();
      const { plan, folder, server } = current;
      current = await supervise(server().port);
      current.plan.current = plan.current;
      current.folder.problem = folder.problem;
      current.supervisor.open(desired);
    },
    change: async () => {
      const before = current.server().actual;
      const changed = new AbortController();
      const unsubscribe = current.store.subscribe(() => {
        if (current.server().actual !== before) changed.abort();
      });
      await settled(changed.signal).finally(unsubscribe);
    },
    settled: () => settled(),
    trace: () => trace,
    finish: async () => {
      await current.supervisor.close();
      await nothingLeft();
      await outsiders.endAll();
      for (const port of ports) {
        const listeners = await portListeners(port);
        // Who it is tells a process that was left from one that got the port from the system meanwhile.
        const who = listeners.map(({ address, pid }) => `${pid === process.pid ? 'this test' : pid} on ${address}`);
        if (who.length > 0) throw new Error(`somebody still listens on ${port}: ${who}`);
      }
    },
    dispose: async () => {
      requests.abort();
      await current.supervisor.close();
      await outsiders.endAll();
      for (const { pid } of await processesOf(home)) sendSignal(pid, 'SIGKILL');
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };

  /** At once, without waiting: this is what `close` promises. */
  async function nothingLeft(): Promise<void> {
    const left = await processesOf(home);
    const record = existsSync(join(current.dataDir, 'run.json'));
    if (left.length > 0)
      throw new Error(`left after close: ${left.map(({ pid, args }) => `${pid} ${args}`).join(', ')}`);
    if (record) throw new Error('a record is left after close');
  }
}
