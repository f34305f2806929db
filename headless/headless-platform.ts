import { createAwakeKeeper } from '../core/os/awake.ts';
import type { Platform, SettingsStore } from '../core/platform/platform.ts';

function notHere(what: string) {
  return Promise.reject(new Error(`${what} needs the desktop app.`));
}

/** A host with no desktop: pages open links themselves, and there is nothing to point at or pick from. */
export function createHeadlessPlatform(settingsStore: SettingsStore): Platform {
  const { platform, env } = process;
  const awake = createAwakeKeeper({ platform, env });
  return {
    host: 'headless',
    capabilities: { pickFile: false, revealFile: false, loginItem: false, keepAwake: awake.available, quit: false },
    settingsStore,
    notify: ({ title, body }) => void process.stderr.write(`${title}: ${body}\n`),
    openLink: () => notHere('Opening a link'),
    revealFile: () => notHere('Showing a file'),
    pickFile: () => notHere('Picking a file'),
    setOpenAtLogin: () => undefined,
    keepAwake: (on) => awake.keep(on),
    quit: () => undefined,
  };
}
