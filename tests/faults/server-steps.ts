import { groupMembers } from '../../core/os/process-info.ts';
import type { FakeSwitches } from '../fake-ollama/src/types.ts';
import type { FaultStep } from './fault-step.ts';
import { sendSignal } from './send-signal.ts';
import type { SupervisorHarness } from './supervisor-harness.ts';

/** The pid of our server, if one is running; never that of an external one. */
function ownPid(harness: SupervisorHarness): number | null {
  const { actual, pid } = harness.server();
  return 'runId' in actual ? pid : null;
}

function isRunning(harness: SupervisorHarness): boolean {
  return ownPid(harness) !== null;
}

function send(harness: SupervisorHarness, signal: NodeJS.Signals): void {
  const pid = ownPid(harness);
  if (pid !== null) sendSignal(pid, signal);
}

async function killRunner(harness: SupervisorHarness): Promise<void> {
  const pid = ownPid(harness);
  const runner = pid === null ? undefined : (await groupMembers(pid)).find((member) => member !== pid);
  if (runner !== undefined) sendSignal(runner, 'SIGKILL');
}

async function start(harness: SupervisorHarness): Promise<void> {
  harness.supervisor().setDesired('running');
  await harness.settled();
}

/** What another process asked to quit, nobody starts again but a person. */
async function terminate(harness: SupervisorHarness): Promise<void> {
  const pid = ownPid(harness);
  send(harness, 'SIGTERM');
  await harness.settled();
  const { runs, desired } = harness.server();
  const end = runs.find((run) => run.pid === pid)?.end;
  if (end?.kind === 'stoppedByOther' && desired === 'running') throw new Error('started again after SIGTERM');
}

/** A step that needs a running server. */
function onServer(name: string, weight: number, act: FaultStep['act']): FaultStep {
  return { name, weight, appliesTo: isRunning, arrange: start, act };
}

/** What happens to the server's processes. */
export const serverSteps: readonly FaultStep[] = [
  onServer('load a model', 6, (harness) => harness.loadModel()),
  onServer('SIGKILL', 10, (harness) => send(harness, 'SIGKILL')),
  onServer('SIGKILL of a runner', 3, killRunner),
  onServer('SIGTERM', 2, terminate),
  onServer('SIGSTOP', 4, (harness) => send(harness, 'SIGSTOP')),
  onServer('SIGCONT', 2, (harness) => send(harness, 'SIGCONT')),
  onServer('SIGSTOP, then SIGCONT when noticed', 3, async (harness) => {
    send(harness, 'SIGSTOP');
    await harness.nextChange();
    send(harness, 'SIGCONT');
  }),
];

function setFake(name: string, weight: number, switches: FakeSwitches | null): FaultStep {
  return { name: `fake: ${name}`, weight, fakeOnly: true, act: (harness) => harness.setFake(switches) };
}

/** How the fake behaves from now on, the running one and the next ones. */
export const fakeBehaviorSteps: readonly FaultStep[] = [
  setFake('healthy', 6, null),
  setFake('slow start', 3, { startDelayMs: 900 }),
  setFake('never ready', 1, { neverReady: true }),
  setFake('exit before ready', 1, { exitBeforeReady: { code: 1, message: 'Error: out of luck' } }),
  setFake('killed before ready', 1, { exitBeforeReady: { signal: 'SIGKILL' } }),
  setFake('exit after ready', 1, { exitAfterMs: 150, exit: { code: 2, message: 'panic: out of luck' } }),
  setFake('hang', 2, { hang: true }),
  setFake('ignore SIGTERM', 1, { ignoreSigterm: true }),
];
