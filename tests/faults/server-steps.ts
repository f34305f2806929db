import { groupMembers } from '../../core/os/process-info.ts';
import type { FakeSwitches } from '../fake-ollama/src/types.ts';
import type { FaultStep } from './fault-step.ts';
import { sendSignal } from './send-signal.ts';
import type { SupervisorHarness } from './supervisor-harness.ts';

/** The pid of the server that runs now, if any: of ours, never of somebody else's. */
function ownPid(world: SupervisorHarness): number | null {
  const { actual, pid } = world.server();
  return 'runId' in actual ? pid : null;
}

function send(world: SupervisorHarness, signal: NodeJS.Signals): void {
  const pid = ownPid(world);
  if (pid !== null) sendSignal(pid, signal);
}

async function killRunner(world: SupervisorHarness): Promise<void> {
  const pid = ownPid(world);
  const runner = pid === null ? undefined : (await groupMembers(pid)).find((member) => member !== pid);
  if (runner !== undefined) sendSignal(runner, 'SIGKILL');
}

async function start(world: SupervisorHarness): Promise<void> {
  world.supervisor().setDesired('running');
  await world.settled();
}

function runs(world: SupervisorHarness): boolean {
  return ownPid(world) !== null;
}
function signal(name: string, weight: number, what: NodeJS.Signals): FaultStep {
  return {
    name,
    weight,
    appliesTo: runs,
    arrange: start,
    act: (world) => send(world, what),
  };
}

/** What happens to the server's processes. */
export const serverSteps: readonly FaultStep[] = [
  { name: 'load a model', weight: 6, appliesTo: runs, arrange: start, act: (world) => world.loadModel() },
  signal('kill -9', 10, 'SIGKILL'),
  { name: 'kill -9 of a runner', weight: 3, appliesTo: runs, arrange: start, act: killRunner },
  signal('kill', 2, 'SIGTERM'),
  signal('SIGSTOP', 4, 'SIGSTOP'),
  signal('SIGCONT', 2, 'SIGCONT'),
  {
    name: 'SIGSTOP, then SIGCONT when noticed',
    weight: 3,
    appliesTo: runs,
    arrange: start,
    act: async (world) => {
      send(world, 'SIGSTOP');
      await world.change();
      send(world, 'SIGCONT');
    },
  },
];

function fault(name: string, weight: number, switches: FakeSwitches): FaultStep {
  return {
    name: `from now on: ${name}`,
    weight,
    fakeOnly: true,
    act: (world) => world.setFake(switches),
  };
}

/** How the fake behaves from now on, the one that runs and the next ones. */
export const behaviourSteps: readonly FaultStep[] = [
  { name: 'from now on: all well', weight: 6, fakeOnly: true, act: (world) => world.setFake(null) },
  fault('slow start', 3, { startDelayMs: 900 }),
  fault('never ready', 1, { neverReady: true }),
  fault('exit before ready', 1, { exitBeforeReady: { code: 1, message: 'Error: out of luck' } }),
  fault('killed before ready', 1, { exitBeforeReady: { signal: 'SIGKILL' } }),
  fault('dies after ready', 1, { exitAfterMs: 150, exit: { code: 2, message: 'panic: out of luck' } }),
  fault('hangs', 2, { hang: true }),
  fault('ignores SIGTERM', 1, { ignoreSigterm: true }),
];
