/**
 * @import { ModelStore } from '../models/store.js'
 * @import { Switches } from '../types.ts'
 * @import { SyntheticBlob } from './synthetic-model.js'
 */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { parseModelName } from '../models/name.js';
import { CATALOG, TINYLLAMA } from './catalog.js';
import { syntheticModel } from './synthetic-model.js';

/**
 * Writes a blob of the given size whose beginning is `head`; the rest is a hole.
 * @param {string} path
 * @param {SyntheticBlob} blob
 */
function writeSparse(path, { size, head }) {
  const file = openSync(path, 'w');
  writeSync(file, head);
  ftruncateSync(file, size);
  closeSync(file);
}

/**
 * Installs models without a pull: those named, and `syntheticModels` more called `synthetic-0001` and so on.
 * @param {ModelStore} store
 * @param {Switches} switches
 */
export function installSynthetic(store, { installed, syntheticModels }) {
  const numbered = Array.from(
    { length: syntheticModels },
    (_, i) => `synthetic-${String(i + 1).padStart(4, '0')}:latest`,
  );
  for (const text of [...installed, ...numbered]) {
    const name = parseModelName(text);
    if (name === null) throw new Error(`invalid model name in the switch "installed": ${text}`);
    const { raw, blobs } = syntheticModel(CATALOG[`${name.model}:${name.tag}`] ?? TINYLLAMA);
    for (const [digest, blob] of blobs) {
      if (!store.hasBlob(digest)) writeSparse(store.blobPath(digest), blob);
    }
    if (store.read(name) === null) store.writeManifest(name, raw);
  }
}
