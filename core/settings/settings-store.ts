import type { Notice } from '../../contract/app.ts';
import { expectedError } from '../../contract/expected-error.ts';
import { Settings, type SettingsPatch } from '../../contract/settings.ts';
import type { Platform } from '../platform/platform.ts';
import { checkSettingsPatch } from './check-settings-patch.ts';
import { decodeSettings } from './decode-settings.ts';
import { normalizePatch } from './setting-problems.ts';

/** Who can reach the server is decided on the Network page, and by nothing that is meant for convenience. */
const exposureFields = ['reach', 'requireKey', 'closedInterfaces', 'allowedHosts', 'tailnetHttps'] as const;
/** What of the settings decides who can reach the server; those that change. */
export type ExposureSettings = Partial<Pick<Settings, (typeof exposureFields)[number]>>;

export interface SettingsService {
  get(): Settings;
  /** What was wrong with the stored values when they were read. */
  readonly notices: readonly Notice[];
  /** Checks, writes, then applies. Throws INVALID_SETTING, and then nothing has changed. */
  update(patch: SettingsPatch): Promise<void>;
  /** Everything but who can reach the server. */
  restoreDefaults(): void;
  /** For values that were in force before; reach is not among them. */
  revert(fields: Partial<Settings>): void;
  /** For values that core has checked itself. */
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

function noticesFor(invalid: readonly string[], failed: string | null): Notice[] {
  const detail =
    failed === null
      ? `${invalid.join(', ')}: the stored value can’t be used, so the default holds until you change it.`
      : `The stored settings could not be read, so the defaults hold. ${failed}`;
  if (failed === null && invalid.length === 0) return [];
  return [{ id: 'settings-invalid', kind: 'warning', title: 'Some settings were not understood', detail }];
}

/** The settings, read once and kept in memory; the host's store only holds them. A store that can't be read gives the defaults. */
export function createSettingsStore(platform: Platform): SettingsService {
  const { raw, failed } = readStored(platform);
  const decoded = decodeSettings(raw);
  const listeners = new Set<(settings: Settings) => void>();
  let settings = decoded.settings;

  const apply = (next: Settings) => {
    if (next.openAtLogin !== settings.openAtLogin && platform.capabilities.loginItem) {
      platform.setOpenAtLogin(next.openAtLogin);
    }
    platform.settingsStore.write(next);
    settings = next;
    for (const listener of listeners) listener(next);
  };

  const exposure = () => Object.fromEntries(exposureFields.map((field) => [field, settings[field]]));

  return {
    get: () => settings,
    notices: noticesFor(decoded.invalid, failed),
    async update(patch) {
      const tidy = normalizePatch(patch);
      const problem = await checkSettingsPatch(tidy);
      if (problem) throw expectedError('INVALID_SETTING', problem);
      const given = Object.fromEntries(Object.entries(tidy).filter(([, value]) => value !== undefined));
      apply(Settings.parse({ ...settings, ...given }));
    },
    restoreDefaults: () => apply(Settings.parse(exposure())),
    revert: (fields) => apply(Settings.parse({ ...settings, ...fields, ...exposure() })),
    setExposure: (fields) => apply({ ...settings, ...fields }),
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
