import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { desktopText } from '../contract/derived/catalog/en/desktop.ts';
import { HostLockedError } from '../core/data-folder/host-lock.ts';
import { resolveDataDir } from '../core/data-folder/resolve-data-dir.ts';
import { EnvironmentError } from '../core/environment/corral-variables.ts';
import { appScheme } from './app-scheme.ts';
import { startDesktop } from './start-desktop.ts';

function begin(): void {
  const dataDir = resolveDataDir({ flag: undefined, env: process.env, platform: process.platform, home: homedir() });

  // Chromium's own files, and with them the single-instance lock, belong to the data folder.
  const userData = join(dataDir, 'electron');
  mkdirSync(userData, { recursive: true, mode: 0o700 });
  app.setPath('userData', userData);

  if (app.requestSingleInstanceLock()) {
    // Required before Electron is ready, and so before anything asynchronous.
    protocol.registerSchemesAsPrivileged([
      { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
    startDesktop(dataDir).catch(fail);
  } else {
    // The first instance shows its window.
    app.exit(0);
  }
}

async function fail(error: unknown): Promise<void> {
  const isExpected = error instanceof HostLockedError || error instanceof EnvironmentError;
  const text = isExpected ? error.message : String(error);
  process.stderr.write(`${!isExpected && error instanceof Error ? error.stack : text}\n`);
  await app.whenReady();
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
