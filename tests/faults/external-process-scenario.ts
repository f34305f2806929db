import type { SupervisorHarness } from './supervisor-harness.ts';

type Act = (world: SupervisorHarness) => Promise<void>;

export function takePort(address: string): Act {
  return (world) => world.outsiders.takePort(address, world.server().port);
}

export const startServer: Act = (world) => world.outsiders.startServer(world.server().port);

/** Somebody comes while ours is stopped, and then it is wanted. */
export function meanwhile(come: Act): Act {
  return async (world) => {
    world.supervisor().setDesired('stopped');
    await world.settled();
    await come(world);
    world.supervisor().setDesired('running');
  };
}
