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
import { createExternalProcesses, type ExternalProcesses } from './external-processes.ts';
import type { FaultFixture } from './fault-fixture.ts';
import { listProcesses, processesOf } from './processes-of.ts';
import { sendSignal } from './send-signal.ts';
import { settle } from './settle.ts';

/** The product's timing, shortened: a server that hangs is noticed after one second and stopped after two. */
const healthTiming: HealthTiming = {
  probeIntervalMs: 150,
  probeTimeoutMs: 400,
  unresponsiveAfterMs: 1_000,
  hangTimeoutMs: 2_000,
  loadingHangTimeoutMs: 4_000,
  busyHangTimeoutMs: 4_000,
};
const READINESS_TIMEOUT_MS = 2_500;

type Supervised = Awaited<ReturnType<typeof superviseFake>>;

/** One supervisor with its server, and the other processes on the same ports. Steps act on it. */
export interface SupervisorHarness {
  readonly home: string;
  readonly externalProcesses: ExternalProcesses;
  server(): ServerSlice;
  supervisor(): Supervised['supervisor'];
  /** Sets switches of the fake in addition to those of the sequence; null resets them. */
  setFake(switches: FakeSwitches | null): Promise<void>;
  changePlan(change: Partial<LaunchPlan>): void;
  moveToFreePort(): Promise<void>;
  setFolderProblem(problem: string | null): void;
  setProgram(exists: boolean): Promise<void>;
  /** Restarts; that the restart resolves is one of the invariants. */
  restart(): void;
  /** Has the server load a model into a runner, without waiting for it. */
  loadModel(): void;
  /** Ends this supervisor and continues with a new one on the same data folder. */
  reopen(how: 'close' | 'detach', desired: 'running' | 'stopped'): Promise<void>;
  /** Resolves at the next change of the state, or once it has settled. */
  nextChange(): Promise<void>;
  /** Resolves when the state has settled and is true. */
  settled(): Promise<void>;
  /** The states that were shown, with milliseconds since the beginning. */
  trace(): readonly string[];
  /** Closes, and verifies that nothing at all is left. */
  finish(): Promise<void>;
  /** Ends and removes whatever is left, also after a failure. */
  dispose(): Promise<void>;
}

interface HarnessState {
  readonly fixture: FaultFixture;
  readonly home: string;
  /** A link to the executable under test. */
  readonly program: string;
  readonly externalProcesses: ExternalProcesses;
  readonly ports: Set<number>;
  readonly pendingRestarts: Set<Promise<void>>;
  readonly trace: string[];
  readonly startedAt: number;
  fake: FakeSwitches;
  current: Supervised;
}

async function supervise(state: Omit<HarnessState, 'current'>, port: number): Promise<Supervised> {
  const { home, program, fake, fixture, trace, startedAt } = state;
  const supervised = await superviseFake({
    home,
    program,
    port,
    fake,
    env: fixture.env,
    readinessTimeoutMs: READINESS_TIMEOUT_MS,
    healthTiming,
  });
  let shown = '';
  supervised.store.subscribe(() => {
    const { state: now } = supervised.server().actual;
    if (now !== shown) trace.push(`${Math.round(performance.now() - startedAt)} ${now}`);
    shown = now;
  });
  return supervised;
}

/** Violations of what only this supervisor promises, besides that the state shown is true. */
function supervisorViolations({ current, pendingRestarts }: HarnessState): string[] {
  const { actual } = current.server();
  const isWaitingForFolder = actual.state === 'failed' && actual.cause.kind === 'modelsFolderUnavailable';
  const hasServer = actual.state === 'running' || actual.state === 'external';
  return [
    ...(pendingRestarts.size > 0 ? ['a restart has neither succeeded nor failed'] : []),
    ...(hasServer !== (current.supervisor.endpoint() !== null) ? ["the endpoint isn't that of the state"] : []),
    ...(isWaitingForFolder && current.folder.problem === null ? ['waiting for a folder that is available'] : []),
  ];
}

function settled(state: HarnessState, signal?: AbortSignal): Promise<void> {
  const { home, ports, externalProcesses } = state;
  return settle({
    server: () => state.current.server(),
    observe: async () => ({
      home,
      ports,
      dataDir: state.current.dataDir,
      external: await externalProcesses.running(),
      hosts: [],
    }),
    moreViolations: () => supervisorViolations(state),
    ...(signal ? { signal } : {}),
  });
}

async function nextChange(state: HarnessState): Promise<void> {
  const before = state.current.server().actual;
  const changed = new AbortController();
  const unsubscribe = state.current.store.subscribe(() => {
    if (state.current.server().actual !== before) changed.abort();
  });
  await settled(state, changed.signal).finally(unsubscribe);
}

/** At once, without waiting: this is what `close` promises. */
async function verifyNothingLeft({ home, current }: HarnessState): Promise<void> {
  const left = await processesOf(home);
  if (left.length > 0) throw new Error(`left after close: ${listProcesses(left)}`);
  if (existsSync(join(current.dataDir, 'run.json'))) throw new Error('a record is left after close');
}

async function verifyPortsFree({ ports }: HarnessState): Promise<void> {
  for (const port of ports) {
    const listeners = await portListeners(port);
    // The pid distinguishes a process that was left from one that was assigned the port meanwhile.
    const names = listeners.map(({ address, pid }) => `${pid === process.pid ? 'this test' : pid} on ${address}`);
    if (names.length > 0) throw new Error(`${port} still has listeners: ${names.join(', ')}`);
  }
}

async function reopen(state: HarnessState, how: 'close' | 'detach', desired: 'running' | 'stopped'): Promise<void> {
  await state.current.supervisor[how]();
  if (how === 'close') await verifyNothingLeft(state);
  const { plan, folder, server } = state.current;
  state.current = await supervise(state, server().port);
  state.current.plan.current = plan.current;
  state.current.folder.problem = folder.problem;
  state.current.supervisor.open(desired);
}

async function openState(fixture: FaultFixture, fake: FakeSwitches): Promise<HarnessState> {
  const home = await mkdtemp(join(tmpdir(), 'corral-faults-'));
  const program = join(home, 'ollama');
  await symlink(fixture.program, program);
  const state = {
    fixture,
    home,
    program,
    externalProcesses: createExternalProcesses(),
    ports: new Set<number>(),
    pendingRestarts: new Set<Promise<void>>(),
    trace: [],
    startedAt: performance.now(),
    fake,
  };
  const current = await supervise(state, await freePort());
  state.ports.add(current.port);
  return { ...state, current };
}

export async function createSupervisorHarness(
  fixture: FaultFixture,
  { fake, opened }: Sequence,
): Promise<SupervisorHarness> {
  const state = await openState(fixture, fake);
  const { home, program, externalProcesses, ports, pendingRestarts } = state;
  const requests = new AbortController();
  const changePlan = (change: Partial<LaunchPlan>): void => {
    state.current.plan.current = { ...state.current.plan.current, ...change };
  };
  state.current.supervisor.open(opened);

  return {
    home,
    externalProcesses,
    server: () => state.current.server(),
    supervisor: () => state.current.supervisor,
    setFake: async (switches) => {
      state.fake = { ...fake, ...switches };
      await setFake(home, state.fake);
    },
    changePlan,
    moveToFreePort: async () => {
      const port = await freePort();
      ports.add(port);
      changePlan({ bind: { host: '127.0.0.1', port }, publicPort: port });
    },
    setFolderProblem: (problem) => {
      state.current.folder.problem = problem;
    },
    setProgram: async (exists) => {
      if (!exists) await rm(program, { force: true });
      else if (!existsSync(program)) await symlink(fixture.program, program);
    },
    restart: () => {
      const restart = state.current.supervisor.restart();
      pendingRestarts.add(restart);
      void restart.then(() => pendingRestarts.delete(restart));
    },
    loadModel: () => {
      const options = { method: 'POST', body: JSON.stringify({ model: fixture.model }), signal: requests.signal };
      void fetch(`http://127.0.0.1:${state.current.server().port}/api/generate`, options).catch(() => undefined);
    },
    reopen: (how, desired) => reopen(state, how, desired),
    nextChange: () => nextChange(state),
    settled: () => settled(state),
    trace: () => state.trace,
    finish: async () => {
      await state.current.supervisor.close();
      await verifyNothingLeft(state);
      await externalProcesses.stopAll();
      await verifyPortsFree(state);
    },
    dispose: async () => {
      requests.abort();
      await state.current.supervisor.close();
      await externalProcesses.stopAll();
      for (const { pid } of await processesOf(home)) sendSignal(pid, 'SIGKILL');
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
