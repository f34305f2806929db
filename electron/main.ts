import { mkdtempSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { desktopText } from '../contract/derived/catalog/en/desktop.ts';
import { DataFolderError, unusableFolder } from '../core/data-folder/data-folder-error.ts';
import { ensureFolder } from '../core/data-folder/ensure-folder.ts';
import { HostLockedError } from '../core/data-folder/host-lock.ts';
import { resolveDataDir } from '../core/data-folder/resolve-data-dir.ts';
import type { DamagedFile } from '../core/data-folder/saved-file.ts';
import { EnvironmentError } from '../core/environment/corral-variables.ts';
import { appScheme } from './app-scheme.ts';
import { STOP_SIGNALS } from './quit.ts';
import { startDesktop } from './start-desktop.ts';

function begin(): void {
  const dataDir = resolveDataDir({ flag: undefined, env: process.env, platform: process.platform, home: homedir() });

  // Chromium's own files, and with them the single-instance lock, belong to the data folder.
  const userData = join(dataDir, 'electron');
  const damaged: DamagedFile[] = [];
  try {
    ensureFolder(userData, (folder) => damaged.push(folder));
  } catch (error) {
    // Chromium needs one to show the error.
    app.setPath('userData', mkdtempSync(join(tmpdir(), 'corral-')));
    throw unusableFolder(dataDir, error);
  }
  app.setPath('userData', userData);

  if (app.requestSingleInstanceLock()) {
    // Required before Electron is ready, and so before anything asynchronous.
    protocol.registerSchemesAsPrivileged([
      { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
    startDesktop({ dataDir, damaged }).catch(fail);
  } else {
    // The first instance shows its window.
    app.exit(0);
  }
}

/** What a person can do something about. */
const EXPECTED = [HostLockedError, DataFolderError, EnvironmentError];

async function fail(error: unknown): Promise<void> {
  const isExpected = error instanceof Error && EXPECTED.some((kind) => error instanceof kind);
  const text = isExpected ? error.message : String(error);
  process.stderr.write(`${!isExpected && error instanceof Error ? error.stack : text}\n`);
  await app.whenReady();
  // The box stands still everything that would handle a signal. Nothing is open that would have to be closed first.
  for (const signal of STOP_SIGNALS) {
    // Electron's own handler waits for the box, too; the last listener that is removed restores the system's.
    process.on(signal, () => undefined);
    process.removeAllListeners(signal);
  }
  dialog.showErrorBox(desktopText('cannotStart'), text);
  app.exit(1);
}

// A reader that closes our output must not end the process.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  begin();
} catch (error) {
  void fail(error);
}
