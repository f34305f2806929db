import { headlessText } from '../contract/derived/catalog/en/headless.ts';
import { createSleepInhibitor } from '../core/os/sleep-inhibitor.ts';
import type { Platform, SettingsStore } from '../core/platform/platform.ts';

function needsDesktop(action: 'desktop.openLink' | 'desktop.revealFile' | 'desktop.pickFile'): Promise<never> {
  return Promise.reject(new Error(headlessText('desktop.only', { action: headlessText(action) })));
}

/** The host without a desktop: pages open links themselves, and files can't be shown or chosen. */
export function createHeadlessPlatform(settingsStore: SettingsStore): Platform {
  const { platform, env } = process;
  const inhibitor = createSleepInhibitor({ platform, env, reason: headlessText('sleep.reason') });
  return {
    host: 'headless',
    capabilities: { pickFile: false, revealFile: false, loginItem: false, keepAwake: inhibitor.available, quit: false },
    settingsStore,
    notify: ({ title, body }) => void process.stderr.write(`${title}: ${body}\n`),
    openLink: () => needsDesktop('desktop.openLink'),
    revealFile: () => needsDesktop('desktop.revealFile'),
    pickFile: () => needsDesktop('desktop.pickFile'),
    setOpenAtLogin: () => undefined,
    keepAwake: (on) => inhibitor.setActive(on),
    quit: () => undefined,
  };
}
