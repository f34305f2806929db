import { meanwhile, startServer, takePort } from './external-process-scenario.ts';
import type { FaultStep } from './fault-step.ts';
import type { SupervisorHarness } from './supervisor-harness.ts';

/** Others on the port. */
export const externalProcessSteps: readonly FaultStep[] = [
  { name: 'port taken on 127.0.0.1', weight: 2, act: takePort('127.0.0.1') },
  { name: 'port taken on every address', weight: 2, act: takePort('::') },
  { name: 'port taken on ::1', weight: 2, act: takePort('::1') },
  { name: "somebody else's server comes", weight: 3, act: startServer },
  { name: 'port taken before a start', weight: 4, act: meanwhile(takePort('127.0.0.1')) },
  { name: 'every address taken before a start', weight: 2, act: meanwhile(takePort('::')) },
  { name: "somebody else's server before a start", weight: 4, act: meanwhile(startServer) },
  {
    name: 'the others go',
    weight: 5,
    appliesTo: (world) => world.outsiders.any(),
    act: (world) => world.outsiders.endAll(),
  },
];

function keepAlive(value: string) {
  return (world: SupervisorHarness) => world.changePlan({ variables: { OLLAMA_KEEP_ALIVE: value } });
}

/** What a restart brings: settings, and the places they name. */
export const settingSteps: readonly FaultStep[] = [
  { name: 'another port', weight: 3, act: (world) => world.moveToFreePort() },
  {
    name: 'another port, and restart',
    weight: 3,
    act: async (world) => {
      await world.moveToFreePort();
      world.restart();
    },
  },
  { name: 'another variable', weight: 2, act: keepAlive('10m') },
  { name: 'the variable as before', weight: 1, act: keepAlive('5m') },
  { name: 'models folder away', weight: 2, act: (world) => world.setFolderProblem('The volume is not mounted.') },
  { name: 'models folder back', weight: 3, act: (world) => world.setFolderProblem(null) },
  { name: 'program away', weight: 1, act: (world) => world.setProgram(false) },
  { name: 'program back', weight: 3, act: (world) => world.setProgram(true) },
];
