import { beforeStart, startServer, takePort } from './external-process-scenario.ts';
import type { FaultStep } from './fault-step.ts';
import type { SupervisorHarness } from './supervisor-harness.ts';

/** Other processes on the port. */
export const externalProcessSteps: readonly FaultStep[] = [
  { name: 'port taken on 127.0.0.1', weight: 2, act: takePort('127.0.0.1') },
  { name: 'port taken on every address', weight: 2, act: takePort('::') },
  { name: 'port taken on ::1', weight: 2, act: takePort('::1') },
  { name: 'external server', weight: 3, act: startServer },
  { name: 'port taken before a start', weight: 4, act: beforeStart(takePort('127.0.0.1')) },
  { name: 'every address taken before a start', weight: 2, act: beforeStart(takePort('::')) },
  { name: 'external server before a start', weight: 4, act: beforeStart(startServer) },
  {
    name: 'external processes exit',
    weight: 5,
    appliesTo: (harness) => harness.externalProcesses.any(),
    act: (harness) => harness.externalProcesses.stopAll(),
  },
];

function setKeepAlive(value: string) {
  return (harness: SupervisorHarness) => harness.changePlan({ variables: { OLLAMA_KEEP_ALIVE: value } });
}

/** What takes effect with a restart: settings, and the files and folders they name. */
export const settingSteps: readonly FaultStep[] = [
  { name: 'another port', weight: 3, act: (harness) => harness.moveToFreePort() },
  {
    name: 'another port, and restart',
    weight: 3,
    act: async (harness) => {
      await harness.moveToFreePort();
      harness.restart();
    },
  },
  { name: 'another variable', weight: 2, act: setKeepAlive('10m') },
  { name: 'variable restored', weight: 1, act: setKeepAlive('5m') },
  {
    name: 'models folder unavailable',
    weight: 2,
    act: (harness) => harness.setFolderProblem('The volume isn’t mounted.'),
  },
  { name: 'models folder available', weight: 3, act: (harness) => harness.setFolderProblem(null) },
  { name: 'executable missing', weight: 1, act: (harness) => harness.setProgram(false) },
  { name: 'executable restored', weight: 3, act: (harness) => harness.setProgram(true) },
];
