import { beforeStart, startServer } from './external-process-scenario.ts';
import type { FaultStep } from './fault-step.ts';
import type { SupervisorHarness } from './supervisor-harness.ts';

/** The process that can be taken over from now, if any. */
function takeOverPid(harness: SupervisorHarness): number | null {
  const { actual } = harness.server();
  return (actual.state === 'external' || actual.state === 'portInUse') && actual.canTakeOver ? actual.pid : null;
}

/** What a person or Corral itself has the supervisor do. */
export const commandSteps: readonly FaultStep[] = [
  { name: 'start', weight: 8, act: (harness) => harness.supervisor().setDesired('running') },
  { name: 'stop', weight: 6, act: (harness) => harness.supervisor().setDesired('stopped') },
  { name: 'restart', weight: 6, act: (harness) => harness.restart() },
  {
    name: 'restart twice at once',
    weight: 2,
    act: (harness) => {
      harness.restart();
      harness.restart();
    },
  },
  {
    name: 'stop and start at once',
    weight: 2,
    act: (harness) => {
      harness.supervisor().setDesired('stopped');
      harness.supervisor().setDesired('running');
    },
  },
  {
    name: 'restart and stop at once',
    weight: 2,
    act: (harness) => {
      harness.restart();
      harness.supervisor().setDesired('stopped');
    },
  },
  { name: 'check', weight: 2, act: (harness) => harness.supervisor().check() },
  { name: 'close and reopen', weight: 2, act: (harness) => harness.reopen('close', 'running') },
  { name: 'detach and reopen', weight: 3, act: (harness) => harness.reopen('detach', 'running') },
  { name: 'detach and reopen as stopped', weight: 2, act: (harness) => harness.reopen('detach', 'stopped') },
  {
    name: 'take over',
    weight: 4,
    appliesTo: (harness) => takeOverPid(harness) !== null,
    arrange: async (harness) => {
      await beforeStart(startServer)(harness);
      await harness.settled();
    },
    act: async (harness) => {
      const pid = takeOverPid(harness);
      if (pid === null) return;
      // It may fail, or the process be gone already; what counts is that the state remains true.
      await harness
        .supervisor()
        .takeOver(pid)
        .catch(() => undefined);
    },
  },
];
