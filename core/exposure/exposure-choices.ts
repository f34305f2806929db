import { expectedError } from '../../contract/expected-error.ts';
import type { Reach } from '../../contract/reach.ts';
import type { When } from '../../contract/server.ts';
import type { Settings } from '../../contract/settings.ts';
import type { InterruptionScope } from '../../contract/work.ts';
import type { ExposureSettings, SettingsService } from '../settings/settings-store.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { createInterruptionGuard, type PendingChange } from '../work/interruption-guard.ts';
import { readOnlyReason } from './exposure-view.ts';
import type { NetworkFacts } from './network-facts.ts';

export interface ExposureChoices {
  /** Throws SERVER_NOT_OURS, TAILSCALE_UNAVAILABLE, CONFIRMATION_NEEDED, WORK_IN_PROGRESS; resolves when the choice holds or waits for its turn. */
  setReach(choice: { reach: Reach; confirmed: boolean; when: When }): Promise<void>;
  /** Throws SERVER_NOT_OURS, CONFIRMATION_NEEDED, WORK_IN_PROGRESS; resolves as `setReach` does. */
  setKeyRequired(choice: { required: boolean; confirmed: boolean; when: When }): Promise<void>;
  /** Throws WORK_IN_PROGRESS; resolves as `setReach` does. */
  setInterfaceEnabled(choice: { device: string; enabled: boolean; when: When }): Promise<void>;
  /** Throws WORK_IN_PROGRESS; resolves as `setReach` does. */
  setTailnetHttps(choice: { enabled: boolean; when: When }): Promise<void>;
  /** Makes at once the change that waits. Rejects where that fails; then it waits no longer. */
  applyPendingNow(): Promise<void>;
  /** Forgets the change that waits. */
  cancelPending(): void;
}

export interface ChoicesOptions {
  readonly store: SnapshotStore;
  readonly settings: Pick<SettingsService, 'get' | 'setExposure'>;
  readonly network: Pick<NetworkFacts, 'refresh' | 'tailscale'>;
  /** What the change would cut off; null for nothing. */
  readonly interruptionScope: (changed: ExposureSettings) => InterruptionScope | null;
  /** Resolves when the settings hold as they are now. */
  readonly hold: () => Promise<void>;
  /** Another change waits, or none any more. */
  readonly onPending: () => void;
  /** A change that had waited could not be made. */
  readonly onFailure: (error: unknown) => void;
}

export interface KeptChoices extends ExposureChoices {
  /** The change that waits. */
  pending(): PendingChange<ExposureSettings> | null;
  /** Writes what waits, so that it holds from the next start on. Throws where it can't be written. */
  close(): void;
}

/** What a person decides about who reaches the server. Nobody gets in without a key unless that was confirmed. */
export function createExposureChoices(options: ChoicesOptions): KeptChoices {
  const { store, settings, network, interruptionScope, hold } = options;
  let pending: PendingChange<ExposureSettings> | null = null;
  const guard = createInterruptionGuard<ExposureSettings>({
    store,
    onFailure: options.onFailure,
    onPending: (now) => {
      pending = now;
      options.onPending();
    },
  });
  /** Looking at the network takes a moment, in which the person may choose again; the last choice counts. */
  const latest = { reach: 0, https: 0 };

  const demandOurs = () => {
    const reason = readOnlyReason(store.get().server.actual);
    if (reason) throw expectedError('SERVER_NOT_OURS', { reason });
  };
  const demandConsent = (reach: Reach, requireKey: boolean, confirmed: boolean) => {
    if (reach !== 'thisMac' && !requireKey && !confirmed) throw expectedError('CONFIRMATION_NEEDED', { reach });
  };
  /** What was chosen, whether it holds yet or not. */
  const chosen = (): Settings => ({ ...settings.get(), ...pending?.change });
  /** Writes the choice and makes it hold, when the person lets what is under way be cut off or nothing would be. */
  const choose = async (choice: ExposureSettings, when: When) => {
    const changed = { ...pending?.change, ...choice };
    const apply = async () => {
      settings.setExposure(changed);
      await hold();
    };
    const scope = interruptionScope(changed);
    await guard.run(scope === null ? 'now' : when, { change: changed, apply, ...(scope ? { scope } : {}) });
  };

  return {
    async setReach({ reach, confirmed, when }) {
      demandOurs();
      latest.reach += 1;
      const mine = latest.reach;
      if (reach === settings.get().reach && reach === chosen().reach) return;
      if (reach === 'tailscale') {
        await network.refresh();
        if (mine !== latest.reach) return;
        const { unavailableReason: unavailable } = network.tailscale();
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
    async setInterfaceEnabled({ device, enabled, when }) {
      const others = chosen().closedInterfaces.filter((closed) => closed !== device);
      await choose({ closedInterfaces: enabled ? others : [...others, device] }, when);
    },
    async setTailnetHttps({ enabled, when }) {
      latest.https += 1;
      const mine = latest.https;
      if (enabled) await network.refresh();
      if (mine === latest.https) await choose({ tailnetHttps: enabled }, when);
    },
    async applyPendingNow() {
      try {
        await guard.runNow();
      } catch (error) {
        // It waits no longer, and whoever asked may have nothing left to show that on.
        options.onFailure(error);
        throw error;
      }
    },
    cancelPending: () => guard.cancel(),
    pending: () => pending,
    close() {
      guard.close();
      if (pending !== null) settings.setExposure(pending.change);
    },
  };
}
