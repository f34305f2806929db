import type { Reach } from '../../contract/reach.ts';
import type { When } from '../../contract/server.ts';
import type { Settings } from '../../contract/settings.ts';
import { expectedError } from '../expected-error.ts';
import type { SettingsService } from '../settings/settings-store.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import type { WorkGate } from '../work/work-gate.ts';
import { readOnlyReason } from './exposure-view.ts';
import type { NetworkFacts } from './network-facts.ts';

export interface ExposureChoices {
  /** Throws SERVER_NOT_OURS, TAILSCALE_UNAVAILABLE, CONFIRMATION_NEEDED, WORK_IN_PROGRESS; resolves when the choice holds or waits for its turn. */
  setReach(choice: { reach: Reach; confirmed: boolean; when: When }): Promise<void>;
  /** Throws SERVER_NOT_OURS, CONFIRMATION_NEEDED, WORK_IN_PROGRESS; resolves as `setReach` does. */
  setKeyRequired(choice: { required: boolean; confirmed: boolean; when: When }): Promise<void>;
  setInterface(choice: { device: string; open: boolean }): Promise<void>;
  setTailnetHttps(choice: { on: boolean }): Promise<void>;
}

export interface ChoicesOptions {
  readonly store: SnapshotStore;
  readonly settings: Pick<SettingsService, 'get' | 'setExposure'>;
  readonly network: Pick<NetworkFacts, 'refresh' | 'tailscale'>;
  readonly gate: Pick<WorkGate, 'pass'>;
  /** Whether somebody's answer would be cut off by the change. */
  readonly cuts: (changed: Partial<Settings>) => boolean;
  /** Resolves when the settings hold as they are now. */
  readonly hold: () => Promise<void>;
}

/** What a person decides about who reaches the server. Nobody gets in without a key unless that was confirmed. */
export const createExposureChoices = (options: ChoicesOptions): ExposureChoices => {
  const { store, settings, network, gate, cuts, hold } = options;
  const server = () => store.get().server;
  const demandOurs = () => {
    const reason = readOnlyReason(server().actual);
    if (reason) throw expectedError('SERVER_NOT_OURS', { reason });
  };
  const demandConsent = (reach: Reach, requireKey: boolean, confirmed: boolean) => {
    if (reach !== 'thisMac' && !requireKey && !confirmed) throw expectedError('CONFIRMATION_NEEDED', { reach });
  };
  /** Since when a choice waits, by which it is told from a restart that the person asked for. */
  let waitsSince: number | null = null;
  /** Writes the choice and makes it hold, when the person lets what is under way be cut off or nothing would be. */
  const choose = async (changed: Partial<Settings>, when: When) => {
    const act = async () => {
      settings.setExposure(changed);
      await hold();
    };
    const isCut = server().wanted === 'running' && cuts(changed);
    // A stop or a restart that waits goes on waiting; an earlier choice that waits is overtaken.
    const isOvertaken = waitsSince !== null && server().pending?.since === waitsSince;
    if (!isCut && !isOvertaken) return act();
    await gate.pass('restart', isCut ? when : 'now', act);
    waitsSince = server().pending?.since ?? null;
  };

  return {
    async setReach({ reach, confirmed, when }) {
      demandOurs();
      if (reach === settings.get().reach) return;
      if (reach === 'tailscale') {
        await network.refresh();
        const { unavailable } = network.tailscale();
        if (unavailable) throw expectedError('TAILSCALE_UNAVAILABLE', { reason: unavailable });
      }
      demandConsent(reach, settings.get().requireKey, confirmed);
      await choose({ reach }, when);
    },
    async setKeyRequired({ required, confirmed, when }) {
      demandOurs();
      const { reach, requireKey } = settings.get();
      if (required === requireKey) return;
      demandConsent(reach, required, confirmed);
      await choose({ requireKey: required }, when);
    },
    async setInterface({ device, open }) {
      const others = settings.get().closedInterfaces.filter((closed) => closed !== device);
      settings.setExposure({ closedInterfaces: open ? others : [...others, device] });
      await hold();
    },
    async setTailnetHttps({ on }) {
      settings.setExposure({ tailnetHttps: on });
      await network.refresh();
      await hold();
    },
  };
};
