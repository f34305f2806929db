import { meanwhile, startServer } from './external-process-scenario.ts';
import type { FaultStep } from './fault-step.ts';
import type { SupervisorHarness } from './supervisor-harness.ts';

function holder(world: SupervisorHarness): number | null {
  const { actual } = world.server();
  return (actual.state === 'external' || actual.state === 'portInUse') && actual.canTakeOver ? actual.pid : null;
}

/** What a person or Corral itself asks of the supervisor. */
export const commandSteps: readonly FaultStep[] = [
  { name: 'start', weight: 8, act: (world) => world.supervisor().setDesired('running') },
  { name: 'stop', weight: 6, act: (world) => world.supervisor().setDesired('stopped') },
  { name: 'restart', weight: 6, act: (world) => world.restart() },
  {
    name: 'restart twice at once',
    weight: 2,
    act: (world) => {
      world.restart();
      world.restart();
    },
  },
  {
    name: 'stop and start at once',
    weight: 2,
    act: (world) => {
      world.supervisor().setDesired('stopped');
      world.supervisor().setDesired('running');
    },
  },
  {
    name: 'restart and stop at once',
    weight: 2,
    act: (world) => {
      world.restart();
      world.supervisor().setDesired('stopped');
    },
  },
  { name: 'check', weight: 2, act: (world) => world.supervisor().check() },
  { name: 'close and open', weight: 2, act: (world) => world.reopen('close', 'running') },
  { name: 'leave and open', weight: 3, act: (world) => world.reopen('detach', 'running') },
  { name: 'leave and open without start', weight: 2, act: (world) => world.reopen('detach', 'stopped') },
  {
    name: 'take over',
    weight: 4,
    appliesTo: (world) => holder(world) !== null,
    arrange: async (world) => {
      await meanwhile(startServer)(world);
      await world.settled();
    },
    act: async (world) => {
      const pid = holder(world);
      // It may be refused, or be gone already; what counts is that the state stays the truth.
      if (pid !== null)
        await world
          .supervisor()
          .takeOver(pid)
          .catch(() => undefined);
    },
  },
];
