import { homedir } from 'node:os';
import { join } from 'node:path';
import { headlessText } from '../contract/derived/catalog/en/headless.ts';
import { createApp } from '../core/app.ts';
import { type Opening, type StoppableStart, startStoppable } from '../core/async/stoppable-start.ts';
import { openDataFolder } from '../core/data-folder/data-folder.ts';
import { resolveDataDir } from '../core/data-folder/resolve-data-dir.ts';
import { createSleepInhibitor } from '../core/os/sleep-inhibitor.ts';
import type { Platform, SettingsStore } from '../core/platform/platform.ts';
import pkg from '../package.json' with { type: 'json' };
import { createConfSettingsStore } from './conf-settings-store.ts';
import { openBrowser } from './open-browser.ts';
import type { Flags } from './parse-flags.ts';
import { returnStartMemory } from './return-start-memory.ts';
import { createSession } from './session.ts';
import { startWebServer } from './web-server.ts';

/** Where a started host is. */
export interface Started {
  /** Of the pages, with the token. */
  readonly url: string;
  readonly port: number;
}

/** The built pages are next to the bundled host. Run from source, the host serves those of the last build. */
function pagesFolder(): string {
  const here = import.meta.dirname;
  return here.endsWith(join('out', 'headless')) ? join(here, '../renderer') : join(here, '../out/renderer');
}

async function open(flags: Flags, env: NodeJS.ProcessEnv, { stopping, onClose }: Opening): Promise<Started | null> {
  const { platform } = process;
  const path = resolveDataDir({ flag: flags.dataDir, env, platform, home: homedir() });
  const dataFolder = await openDataFolder(path, 'headless', stopping);
  onClose(() => dataFolder.release());
  if (stopping.aborted) return null;
  const app = createApp({
    dataFolder,
    platform: createHeadlessPlatform(createConfSettingsStore(path)),
    version: pkg.version,
    env,
  });
  onClose(() => app.stop());
  const session = createSession();
  const redirect = { remove: (): void => undefined };
  const web = await startWebServer({
    app,
    session,
    rules: { bind: flags.bind, allowHost: flags.allowHost },
    pagesFolder: pagesFolder(),
    port: flags.port,
    onSignIn: () => redirect.remove(),
  });
  onClose(() => web.close());
  if (stopping.aborted) return null;
  await app.start();
  onClose(returnStartMemory());
  if (stopping.aborted) return null;
  const url = `http://127.0.0.1:${web.port}/?token=${session.token}`;
  if (flags.open) redirect.remove = openBrowser(url, { folder: path, platform, env });
  onClose(() => redirect.remove());
  return { url, port: web.port };
}

/** Starts the application without a desktop. `started` rejects with errors that `startFailure` describes. */
export function startHost(flags: Flags, env: NodeJS.ProcessEnv): StoppableStart<Started> {
  return startStoppable((opening) => open(flags, env, opening));
}

function needsDesktop(action: 'desktop.openLink' | 'desktop.revealFile' | 'desktop.pickFile'): Promise<never> {
  return Promise.reject(new Error(headlessText('desktop.only', { action: headlessText(action) })));
}

/** The host without a desktop: pages open links themselves, and files can't be shown or chosen. */
function createHeadlessPlatform(settingsStore: SettingsStore): Platform {
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
