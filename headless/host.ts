import { homedir } from 'node:os';
import { join } from 'node:path';
import { headlessText } from '../contract/derived/catalog/en/headless.ts';
import { createApp } from '../core/app.ts';
import { withTimeout } from '../core/async/with-timeout.ts';
import { openDataFolder } from '../core/data-folder/data-folder.ts';
import { resolveDataDir } from '../core/data-folder/resolve-data-dir.ts';
import { createSleepInhibitor } from '../core/os/sleep-inhibitor.ts';
import type { Platform, SettingsStore } from '../core/platform/platform.ts';
import pkg from '../package.json' with { type: 'json' };
import { createConfSettingsStore } from './conf-settings-store.ts';
import { openBrowser } from './open-browser.ts';
import type { Flags } from './parse-flags.ts';
import { createSession } from './session.ts';
import { startWebServer } from './web-server.ts';

/** Where a started host is. */
export interface Started {
  /** Of the pages, with the token. */
  readonly url: string;
  readonly port: number;
}

export interface Host {
  /** Null when it was stopped first; rejects with errors that `startFailure` describes. */
  readonly started: Promise<Started | null>;
  /** Also during a start: ends the connections, stops the server that Corral started, and releases the data folder. */
  stop(): Promise<void>;
}

/** How long a stop waits for what is being opened: a file on a volume that is gone may never be. Milliseconds. */
const OPENING_TIMEOUT_MS = 800;

/** The built pages are next to the bundled host. Run from source, the host serves those of the last build. */
function pagesFolder(): string {
  const here = import.meta.dirname;
  return here.endsWith(join('out', 'headless')) ? join(here, '../renderer') : join(here, '../out/renderer');
}

/** What has been opened, and the function that closes it. */
interface Opened {
  readonly closers: (() => unknown)[];
  /** A stop was requested: nothing else is to be opened. */
  readonly stopping: AbortSignal;
}

async function open(flags: Flags, env: NodeJS.ProcessEnv, { closers, stopping }: Opened): Promise<Started | null> {
  const { platform } = process;
  const path = resolveDataDir({ flag: flags.dataDir, env, platform, home: homedir() });
  const dataFolder = await openDataFolder(path, 'headless', stopping);
  closers.push(() => dataFolder.release());
  if (stopping.aborted) return null;
  const app = createApp({
    dataFolder,
    platform: createHeadlessPlatform(createConfSettingsStore(path)),
    version: pkg.version,
    env,
  });
  closers.push(() => app.stop());
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
  closers.push(() => web.close());
  if (stopping.aborted) return null;
  await app.start();
  if (stopping.aborted) return null;
  const url = `http://127.0.0.1:${web.port}/?token=${session.token}`;
  if (flags.open) redirect.remove = openBrowser(url, { folder: path, platform, env });
  closers.push(() => redirect.remove());
  return { url, port: web.port };
}

/** Starts the application without a desktop. */
export function startHost(flags: Flags, env: NodeJS.ProcessEnv): Host {
  const closers: (() => unknown)[] = [];
  const stopping = new AbortController();
  const closeOpened = async (): Promise<void> => {
    for (const closeOne of closers.splice(0).reverse()) await closeOne();
  };
  let closing: Promise<void> | null = null;
  // A signal may arrive while a failed start is being cleaned up, and has to wait for that.
  const close = (): Promise<void> => {
    closing ??= closeOpened();
    return closing;
  };
  const opening = open(flags, env, { closers, stopping: stopping.signal });
  return {
    started: opening.catch(async (error: unknown) => {
      await close();
      if (stopping.signal.aborted) return null;
      throw error;
    }),
    async stop() {
      stopping.abort();
      await withTimeout(
        opening.catch(() => null),
        { timeoutMs: OPENING_TIMEOUT_MS, fallback: null },
      );
      await close();
    },
  };
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
