import type { Notice } from '../../contract/app.ts';
import { settingProblemText } from '../../contract/derived/catalog/en/setting-problems.ts';
import { formatList } from '../../contract/derived/format/format-list.ts';
import { expectedError } from '../../contract/expected-error.ts';
import { type FixedSettings, type SettingProblem, Settings, type SettingsPatch } from '../../contract/settings.ts';
import { createListeners } from '../async/listeners.ts';
import type { Platform } from '../platform/platform.ts';
import { checkSettingsPatch } from './check-settings-patch.ts';
import { decodeSettings } from './decode-settings.ts';
import { normalizePatch } from './setting-problems.ts';

/** Set on the Network page only, never by a call that changes many settings at once. */
const EXPOSURE_FIELDS = [
  'reach',
  'requireKey',
  'closedInterfaces',
  'allowedHosts',
  'tailnetHttps',
  'localApps',
] as const;
/** A change of network access. */
export type ExposureSettings = Partial<Pick<Settings, (typeof EXPOSURE_FIELDS)[number]>>;

export interface SettingsService {
  get(): Settings;
  /** What was wrong with the stored settings when they were read. */
  readonly notices: readonly Notice[];
  /** Why the values can't be set, without setting them; null when they can. */
  check(patch: SettingsPatch): Promise<SettingProblem | null>;
  /**
   * Checks, writes, then applies.
   * @throws INVALID_SETTING when a value can't be used, or the environment fixes it; NOT_SAVED when it can't be written.
   * Nothing has changed then
   */
  update(patch: SettingsPatch): Promise<void>;
  /** Restores everything except network access. */
  restoreDefaults(): void;
  /** Sets values that were in effect before, unchecked; except network access. */
  revert(fields: Partial<Settings>): void;
  /** Sets network access; core has checked the values itself. */
  setExposure(fields: ExposureSettings): void;
  /** Calls `listener` after each write; the returned function ends it. */
  subscribe(listener: (settings: Settings) => void): () => void;
}

function readStored(platform: Platform): { raw: unknown; failed: string | null } {
  try {
    return { raw: platform.settingsStore.read(), failed: null };
  } catch (error) {
    return { raw: {}, failed: error instanceof Error ? error.message : String(error) };
  }
}

/** @throws NOT_SAVED when it can't be written */
function write({ settingsStore }: Platform, settings: Settings): void {
  try {
    settingsStore.write(settings);
  } catch (error) {
    throw expectedError('NOT_SAVED', { reason: error instanceof Error ? error.message : String(error) });
  }
}

function noticesFor(invalid: readonly string[], failed: string | null): Notice[] {
  if (failed === null && invalid.length === 0) return [];
  const detail =
    failed === null
      ? settingProblemText('stored.invalid', { fields: formatList(invalid) })
      : settingProblemText('stored.unreadable', { reason: failed });
  return [{ id: 'settings-invalid', kind: 'warning', title: settingProblemText('stored.title'), detail }];
}

/**
 * The settings, read once and held in memory; the host's store persists them. A store that can't be read gives the defaults.
 * @param fixed what the environment decides, so that it can't be set here
 */
export function createSettingsStore(platform: Platform, fixed: FixedSettings = {}): SettingsService {
  const { raw, failed } = readStored(platform);
  const decoded = decodeSettings(raw);
  const listeners = createListeners<Settings>();
  let settings = decoded.settings;

  const apply = (next: Settings) => {
    if (next.openAtLogin !== settings.openAtLogin && platform.capabilities.loginItem) {
      platform.setOpenAtLogin(next.openAtLogin);
    }
    write(platform, next);
    settings = next;
    listeners.notify(next);
  };

  const exposure = () => Object.fromEntries(EXPOSURE_FIELDS.map((field) => [field, settings[field]]));

  return {
    get: () => settings,
    notices: noticesFor(decoded.invalid, failed),
    check: (patch) => checkSettingsPatch(patch, fixed),
    async update(patch) {
      const normalized = normalizePatch(patch);
      const problem = await checkSettingsPatch(normalized, fixed);
      if (problem) throw expectedError('INVALID_SETTING', problem);
      const given = Object.fromEntries(Object.entries(normalized).filter(([, value]) => value !== undefined));
      apply(Settings.parse({ ...settings, ...given }));
    },
    restoreDefaults: () => apply(Settings.parse(exposure())),
    revert: (fields) => apply(Settings.parse({ ...settings, ...fields, ...exposure() })),
    setExposure: (fields) => apply({ ...settings, ...fields }),
    subscribe: listeners.add,
  };
}
