import type { PrepareOptions } from './prepare-run.ts';

/** What a run needs of those who decide where its server listens, and who need the server themselves. */
export type LaunchPort = Pick<PrepareOptions, 'launchPlan' | 'front' | 'refuseInnerPort'>;

/** One that is used before it exists: whoever calls waits for it. */
export function lateLaunchPort(port: Promise<LaunchPort>): LaunchPort {
  return {
    launchPlan: async () => (await port).launchPlan(),
    front: {
      open: async (runId, place) => (await port).front.open(runId, place),
      held: async (publicPort) => (await port).front.held(publicPort),
    },
    refuseInnerPort: (taken) => void port.then(({ refuseInnerPort }) => refuseInnerPort(taken)),
  };
}
