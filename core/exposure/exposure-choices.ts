import type { Reach } from '../../contract/reach.ts';
import type { When } from '../../contract/server.ts';
import type { Settings } from '../../contract/settings.ts';
import type { CutOff } from '../../contract/work.ts';
import { expectedError } from '../expected-error.ts';
import type { ExposureSettings, SettingsService } from '../settings/settings-store.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import type { WorkGate } from '../work/work-gate.ts';
import { readOnlyReason } from './exposure-view.ts';
import type { NetworkFacts } from './network-facts.ts';

export interface ExposureChoices {
  /** Throws SERVER_NOT_OURS, TAILSCALE_UNAVAILABLE, CONFIRMATION_NEEDED, WORK_IN_PROGRESS; resolves when the choice holds or waits for its turn. */
  setReach(choice: { reach: Reach; confirmed: boolean; when: When }): Promise<void>;
  /** Throws SERVER_NOT_OURS, CONFIRMATION_NEEDED, WORK_IN_PROGRESS; resolves as `setReach` does. */
  setKeyRequired(choice: { required: boolean; confirmed: boolean; when: When }): Promise<void>;
  /** Throws WORK_IN_PROGRESS; resolves as `setReach` does. */
  setInterface(choice: { device: string; open: boolean; when: When }): Promise<void>;
  /** Throws WORK_IN_PROGRESS; resolves as `setReach` does. */
  setTailnetHttps(choice: { on: boolean; when: When }): Promise<void>;
}

export interface ChoicesOptions {
  readonly store: SnapshotStore;
  readonly settings: Pick<SettingsService, 'get' | 'setExposure'>;
  readonly network: Pick<NetworkFacts, 'refresh' | 'tailscale'>;
  readonly gate: Pick<WorkGate, 'pass'>;
  /** What the change would cut off; null for nothing. */
  readonly cutOffBy: (changed: ExposureSettings) => CutOff | null;
  /** Resolves when the settings hold as they are now. */
  readonly hold: () => Promise<void>;
}

/** What a person decides about who reaches the server. Nobody gets in without a key unless that was confirmed. */
export const createExposureChoices = (options: ChoicesOptions): ExposureChoices & { keep(): void } => {
  const { store, settings, network, gate, cutOffBy, hold } = options;
  const server = () => store.get().server;
  const demandOurs = () => {
    const reason = readOnlyReason(server().actual);
    if (reason) throw expectedError('SERVER_NOT_OURS', { reason });
  };
  const demandConsent = (reach: Reach, requireKey: boolean, confirmed: boolean) => {
    if (reach !== 'thisMac' && !requireKey && !confirmed) throw expectedError('CONFIRMATION_NEEDED', { reach });
  };
  /** The choices that were told to wait last; they do so while a change is pending. */
  let waiting: ExposureSettings = {};
  const waits = (): ExposureSettings | null => (server().pending?.action === 'change' ? waiting : null);
  /** What was chosen, whether it holds yet or not. */
  const chosen = (): Settings => ({ ...settings.get(), ...waits() });
  /** Writes the choice and makes it hold, when the person lets what is under way be cut off or nothing would be. */
  const choose = async (choice: ExposureSettings, when: When) => {
    const earlier = waits();
    const changed = { ...earlier, ...choice };
    const act = async () => {
      settings.setExposure(changed);
      await hold();
    };
    const cutOff = cutOffBy(changed);
    // A stop or a restart that waits goes on waiting.
    if (cutOff === null && earlier === null) return act();
    if (when === 'idle') waiting = changed;
    await gate.pass(cutOff === null ? 'now' : when, { action: 'change', act, ...(cutOff ? { cutOff } : {}) });
  };

  return {
    async setReach({ reach, confirmed, when }) {
      demandOurs();
      if (reach === settings.get().reach && reach === chosen().reach) return;
      if (reach === 'tailscale') {
        await network.refresh();
        const { unavailable } = network.tailscale();
        if (unavailable) throw expectedError('TAILSCALE_UNAVAILABLE', { reason: unavailable });
      }
      demandConsent(reach, chosen().requireKey, confirmed);
      await choose({ reach }, when);
    },
    async setKeyRequired({ required, confirmed, when }) {
      demandOurs();
      if (required === settings.get().requireKey && required === chosen().requireKey) return;
      demandConsent(chosen().reach, required, confirmed);
      await choose({ requireKey: required }, when);
    },
    async setInterface({ device, open, when }) {
      const others = chosen().closedInterfaces.filter((closed) => closed !== device);
      await choose({ closedInterfaces: open ? others : [...others, device] }, when);
    },
    async setTailnetHttps({ on, when }) {
      await network.refresh();
      await choose({ tailnetHttps: on }, when);
    },
    /** Writes what waits, so that it holds from the next start on. */
    keep() {
      const changed = waits();
      if (changed !== null) settings.setExposure(changed);
    },
  };
};
