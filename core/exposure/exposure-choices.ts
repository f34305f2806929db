import { expectedError } from '../../contract/expected-error.ts';
import type { LocalApps, Reach } from '../../contract/reach.ts';
import type { When } from '../../contract/server.ts';
import type { Settings } from '../../contract/settings.ts';
import type { InterruptionScope } from '../../contract/work.ts';
import type { ExposureSettings, SettingsService } from '../settings/settings-store.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import type { CurrentWork } from '../work/current-work.ts';
import { createInterruptionGuard, type PendingChange } from '../work/interruption-guard.ts';
import { readOnlyReason } from './exposure-view.ts';
import type { NetworkFacts } from './network-facts.ts';

export interface ExposureChoices {
  /**
   * Resolves when the choice is in effect or pending, as the other choices do.
   * @throws SERVER_NOT_OURS when the server was started outside Corral
   * @throws TAILSCALE_UNAVAILABLE when Tailscale can't be used
   * @throws CONFIRMATION_NEEDED when the server would be open without a key and that isn't confirmed
   * @throws WORK_IN_PROGRESS when it would interrupt requests and `when` is `ask`
   */
  setReach(choice: { reach: Reach; confirmed: boolean; when: When }): Promise<void>;
  /**
   * @throws SERVER_NOT_OURS when the server was started outside Corral
   * @throws CONFIRMATION_NEEDED when the server would be open without a key and that isn't confirmed
   * @throws WORK_IN_PROGRESS when it would interrupt requests and `when` is `ask`
   */
  setKeyRequired(choice: { required: boolean; confirmed: boolean; when: When }): Promise<void>;
  /** @throws WORK_IN_PROGRESS when it would interrupt requests and `when` is `ask` */
  setInterfaceEnabled(choice: { device: string; enabled: boolean; when: When }): Promise<void>;
  /** @throws WORK_IN_PROGRESS when it would interrupt requests and `when` is `ask` */
  setTailnetHttps(choice: { enabled: boolean; when: When }): Promise<void>;
  /**
   * @throws SERVER_NOT_OURS when the server was started outside Corral
   * @throws WORK_IN_PROGRESS when it would interrupt requests and `when` is `ask`
   */
  setLocalApps(choice: { to: LocalApps; when: When }): Promise<void>;
  /** Makes the pending change now. Rejects if that fails; it is no longer pending then. */
  applyPendingNow(): Promise<void>;
  /** Discards the pending change. */
  cancelPending(): void;
}

export interface ChoicesOptions {
  readonly store: SnapshotStore;
  readonly settings: Pick<SettingsService, 'get' | 'setExposure'>;
  readonly network: Pick<NetworkFacts, 'refresh' | 'tailscale'>;
  readonly currentWork: CurrentWork;
  /** What the change would interrupt; null for nothing. */
  readonly interruptionScope: (changed: ExposureSettings) => InterruptionScope | null;
  /** Resolves when the current settings are in effect. */
  readonly apply: () => Promise<void>;
  /** Another change is pending, or none. */
  readonly onPending: (pending: PendingChange<ExposureSettings> | null) => void;
  /** A pending change failed. */
  readonly onFailure: (error: unknown) => void;
}

export interface PendingChoices extends ExposureChoices {
  /** The pending change. */
  pending(): PendingChange<ExposureSettings> | null;
  /** Saves the pending change, which takes effect with the next start. Throws when it can't be saved. */
  close(): void;
}

/** The change that a person has chosen and that is pending, and how a choice is made. */
function createPendingChange(options: ChoicesOptions) {
  const { settings, interruptionScope, apply, onPending } = options;
  let pending: PendingChange<ExposureSettings> | null = null;
  const guard = createInterruptionGuard<ExposureSettings>({
    store: options.store,
    currentWork: options.currentWork,
    onFailure: options.onFailure,
    onPending: (change) => {
      pending = change;
      onPending(change);
    },
  });
  return {
    guard,
    current: () => pending,
    /** The settings with the pending change. */
    chosen: (): Settings => ({ ...settings.get(), ...pending?.change }),
    /** Saves and applies the choice, once it interrupts nothing or the person accepts that. */
    async choose(choice: ExposureSettings, when: When): Promise<void> {
      const changed = { ...pending?.change, ...choice };
      const saveAndApply = async () => {
        settings.setExposure(changed);
        await apply();
      };
      const scope = interruptionScope(changed);
      await guard.run(scope === null ? 'now' : when, {
        change: changed,
        apply: saveAndApply,
        ...(scope ? { scope } : {}),
      });
    },
  };
}

/** Numbers choices of one kind: call it when a choice begins, and the function it gives tells whether that is still the last one. */
function createLastChoice(): () => () => boolean {
  let last = 0;
  return () => {
    last += 1;
    const thisChoice = last;
    return () => thisChoice === last;
  };
}

function requireConfirmation(
  reach: Reach,
  { requireKey, confirmed }: { requireKey: boolean; confirmed: boolean },
): void {
  if (reach !== 'thisMac' && !requireKey && !confirmed) throw expectedError('CONFIRMATION_NEEDED', { reach });
}

/** What a person chooses about network access. Opening the server without a key needs a confirmation. */
export function createExposureChoices(options: ChoicesOptions): PendingChoices {
  const { store, settings, network, onFailure } = options;
  const { guard, current, chosen, choose } = createPendingChange(options);
  // Checking the network takes a moment, in which the person may choose again.
  const beginReach = createLastChoice();
  const beginHttps = createLastChoice();

  const requireOurs = () => {
    const reason = readOnlyReason(store.get().server.actual);
    if (reason) throw expectedError('SERVER_NOT_OURS', { reason });
  };

  return {
    async setReach({ reach, confirmed, when }) {
      requireOurs();
      const isLast = beginReach();
      if (reach === settings.get().reach && reach === chosen().reach) return;
      if (reach === 'tailscale') {
        await network.refresh();
        if (!isLast()) return;
        const { unavailableReason } = network.tailscale();
        if (unavailableReason) throw expectedError('TAILSCALE_UNAVAILABLE', { reason: unavailableReason });
      }
      requireConfirmation(reach, { requireKey: chosen().requireKey, confirmed });
      await choose({ reach }, when);
    },
    async setKeyRequired({ required, confirmed, when }) {
      requireOurs();
      if (required === settings.get().requireKey && required === chosen().requireKey) return;
      requireConfirmation(chosen().reach, { requireKey: required, confirmed });
      await choose({ requireKey: required }, when);
    },
    async setInterfaceEnabled({ device, enabled, when }) {
      const others = chosen().closedInterfaces.filter((closed) => closed !== device);
      await choose({ closedInterfaces: enabled ? others : [...others, device] }, when);
    },
    async setTailnetHttps({ enabled, when }) {
      const isLast = beginHttps();
      if (enabled) await network.refresh();
      if (isLast()) await choose({ tailnetHttps: enabled }, when);
    },
    async setLocalApps({ to, when }) {
      requireOurs();
      if (to === settings.get().localApps && to === chosen().localApps) return;
      await choose({ localApps: to }, when);
    },
    async applyPendingNow() {
      try {
        await guard.runNow();
      } catch (error) {
        // It is no longer pending, and the page that shows the failure may be closed.
        onFailure(error);
        throw error;
      }
    },
    cancelPending: () => guard.cancel(),
    pending: current,
    close() {
      guard.close();
      const pending = current();
      if (pending !== null) settings.setExposure(pending.change);
    },
  };
}
