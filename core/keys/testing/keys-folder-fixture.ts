import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewKey } from '../../../contract/keys.ts';
import { Settings } from '../../../contract/settings.ts';
import { createKeyCheck, type KeyCheck } from '../../gateway/admission/check-key.ts';
import { initialSnapshot } from '../../snapshot/initial-snapshot.ts';
import { createSnapshotStore, type SnapshotStore } from '../../snapshot/snapshot-store.ts';
import { sampleApp } from '../../snapshot/testing/app-slice-fixture.ts';
import { createKeyStore, type KeyStore } from '../key-store.ts';

/** A data folder of a test, empty or with the files of another one, in which Corral lives more than once. */
export interface KeysFolder {
  readonly path: string;
  /** A key store of a new life, with what the gateway makes of its keys, and the state it shows itself in. */
  open(now?: () => number): { readonly keys: KeyStore & KeyCheck; readonly store: SnapshotStore };
  /** Makes writes of this file fail as they do on a full disk; the returned function makes room. */
  fillDisk(file: string): () => void;
  remove(): void;
}

export function keysFolder(files?: KeysFolder): KeysFolder {
  const path = mkdtempSync(join(tmpdir(), 'corral-keys-'));
  if (files) cpSync(files.path, path, { recursive: true });
  return {
    path,
    open(now = Date.now) {
      const facts = { app: { ...sampleApp, dataDir: path }, settings: Settings.parse({}), port: 1 };
      const store = createSnapshotStore(initialSnapshot(facts));
      const keys = createKeyStore({ store, dataDir: path, now });
      return { store, keys: { ...keys, ...createKeyCheck(keys.issued, now) } };
    },
    fillDisk(file) {
      // Where the new text is written before it takes the old one's place.
      const draft = join(path, `${file}.${process.pid}.tmp`);
      symlinkSync('/dev/full', draft);
      return () => rmSync(draft);
    },
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}

export function newKey(changes: Partial<NewKey> = {}): NewKey {
  return {
    name: 'iPad',
    scope: 'inference',
    models: null,
    cloudAllowed: false,
    expiresAt: null,
    ...changes,
  };
}
