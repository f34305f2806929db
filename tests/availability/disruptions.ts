import type { Reach } from '../../contract/reach.ts';
import { sendSignal } from '../faults/send-signal.ts';
import type { AvailabilityFixture } from './availability-fixture.ts';
import { inspectorUrl, outgrowWorkers } from './outgrow-worker.ts';
import type { RunLength } from './run-length.ts';
import type { TirelessClients } from './tireless-clients.ts';

/** Something that happens to a host while clients ask. */
export interface Disruption {
  readonly name: string;
  /** Resolves when it is over: the server runs again. */
  act(fixture: AvailabilityFixture, clients: TirelessClients): Promise<void>;
}

const restart: Disruption = {
  name: 'restart',
  act: async ({ client, until, isRunning }) => {
    const { server } = await until(isRunning);
    await client.server.restart({ when: 'now' });
    await until((snapshot) => isRunning(snapshot) && snapshot.server.pid !== server.pid);
  },
};

const kill: Disruption = {
  name: 'kill -9',
  act: async ({ until, isRunning }) => {
    const { server } = await until(isRunning);
    if (server.pid !== null) sendSignal(server.pid, 'SIGKILL');
    await until((snapshot) => isRunning(snapshot) && snapshot.server.pid !== server.pid);
  },
};

function accessChange(reach: Reach): Disruption {
  return {
    name: `network access: ${reach}`,
    act: async (fixture, clients) => {
      // This row has no listener with a key: its clients have left before it is chosen, and come back after.
      if (reach === 'thisMac') clients.setKeyed(false);
      if (reach === 'thisMac') await clients.keyedIdle();
      await fixture.setReach(reach);
      if (reach !== 'thisMac') clients.setKeyed(true);
    },
  };
}

/** Begins and ends in the local network. */
const REACHES: readonly Reach[] = ['tailscale', 'localNetwork', 'thisMac', 'localNetwork', 'tailscale', 'localNetwork'];

/** What must interrupt nothing but streams that have begun. A restart between two kills keeps the restart policy from pausing. */
export function harmlessDisruptions({ restarts, kills, accessChanges }: RunLength): readonly Disruption[] {
  const reaches = REACHES.slice(0, accessChanges);
  const pairs = Array.from({ length: Math.max(restarts, kills) }, (_, i): readonly Disruption[] => [
    ...(i < restarts ? [restart] : []),
    ...(i < kills ? [kill] : []),
  ]);
  const every = Math.max(1, Math.floor(pairs.length / reaches.length));
  return pairs.flatMap((pair, i) => {
    const reach = i % every === 0 ? reaches[i / every] : undefined;
    return reach === undefined ? pair : [...pair, accessChange(reach)];
  });
}

const workerDeath: Disruption = {
  name: 'worker death',
  act: async ({ corral }) => {
    if ((await outgrowWorkers(inspectorUrl(corral.output()))) === 0) throw new Error('no worker thread');
  },
};

function keyRequired(required: boolean): Disruption {
  return {
    name: `local network, ${required ? 'with a' : 'without a'} key`,
    act: async ({ client, until, isRunning }) => {
      await client.exposure.setKeyRequired({ required, confirmed: !required, when: 'now' });
      await until(
        (snapshot) =>
          isRunning(snapshot) && snapshot.exposure.effective?.open === !required && !snapshot.exposure.applying,
      );
    },
  };
}

/**
 * What may refuse connections for a moment. Begins and ends in the local network with a key. A move of the port between two deaths
 * keeps Corral from replacing the thread more slowly, as it does where that keeps happening.
 */
export function briefDisruptions({ workerDeaths, portMoves }: RunLength): readonly Disruption[] {
  return Array.from({ length: Math.max(workerDeaths, portMoves) }, (_, i) => [
    ...(i < portMoves ? [keyRequired(false), keyRequired(true)] : []),
    ...(i < workerDeaths ? [workerDeath] : []),
  ]).flat();
}
