import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { parseModelName } from '../models/name.js';
import { CATALOG } from './catalog.js';
import { syntheticModel } from './synthetic-model.js';

/** Writes a blob of the given size whose beginning is `head`; the rest is a hole. */
function writeSparse(path, { size, head }) {
  const file = openSync(path, 'w');
  writeSync(file, head);
  ftruncateSync(file, size);
  closeSync(file);
}

/** Installs models without a pull: those named, and `count` more called `synthetic-0001` and so on. */
export function installSynthetic(store, { installed, syntheticModels }) {
  const numbered = Array.from(
    { length: syntheticModels },
    (_, i) => `synthetic-${String(i + 1).padStart(4, '0')}:latest`,
  );
  for (const text of [...installed, ...numbered]) {
    const name = parseModelName(text);
    const entry = CATALOG[`${name.model}:${name.tag}`] ?? CATALOG['tinyllama:latest'];
    const { raw, blobs } = syntheticModel(entry);
    for (const [digest, blob] of blobs) {
      if (!store.hasBlob(digest)) writeSparse(store.blobPath(digest), blob);
    }
    if (store.read(name) === null) store.writeManifest(name, raw);
  }
}
