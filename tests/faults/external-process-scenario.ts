import type { SupervisorHarness } from './supervisor-harness.ts';

type Act = (harness: SupervisorHarness) => Promise<void>;

export function takePort(address: string): Act {
  return (harness) => harness.externalProcesses.takePort(address, harness.server().port);
}

export function startServer(harness: SupervisorHarness): Promise<void> {
  return harness.externalProcesses.startServer(harness.server().port);
}

/** An external process appears while our server is stopped, and then ours is started. */
export function beforeStart(act: Act): Act {
  return async (harness) => {
    harness.supervisor().setDesired('stopped');
    await harness.settled();
    await act(harness);
    harness.supervisor().setDesired('running');
  };
}
