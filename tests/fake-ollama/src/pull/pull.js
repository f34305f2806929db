/**
 * @import { App } from '../app.js'
 * @import { InstalledModel, ModelStore } from '../models/store.js'
 * @import { Manifest, ModelName, Report } from '../types.ts'
 */
import { createHash } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { displayName, isDefaultRegistry } from '../models/name.js';
import { layersOf } from '../models/store.js';
import { errorMessage } from '../process/error-message.js';
import { registrySource } from './registry-source.js';
import { syntheticSource } from './synthetic-source.js';

/**
 * @param {ModelStore} store
 * @param {string} digest
 */
async function verify(store, digest) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(store.blobPath(digest))) hash.update(chunk);
  const got = `sha256:${hash.digest('hex')}`;
  if (got === digest) return;
  rmSync(store.blobPath(digest));
  throw new Error(`digest mismatch, file must be downloaded again: want ${digest}, got ${got}`);
}

/**
 * Pulls a model and reports each line of the stream.
 * @param {App} app
 * @param {{ readonly name: ModelName, readonly insecure: boolean, readonly signal: AbortSignal, readonly report: Report }} options
 * @throws {Error} with the text of the stream's error line
 */
export async function pullModel(app, { name, insecure, signal, report }) {
  const { store, downloads, switches, config } = app;
  const source = isDefaultRegistry(name) ? syntheticSource(name, switches) : registrySource(name, { insecure });
  const before = store.read(name);
  report({ status: 'pulling manifest' });
  const { manifest, raw } = await source.manifest().catch((error) => {
    throw new Error(`pull model manifest: ${errorMessage(error)}`);
  });
  /** @type {Set<string>} */
  const downloaded = new Set();
  for (const { digest } of layersOf(manifest)) {
    if (!(await downloads.download(digest, { source, signal, report }))) downloaded.add(digest);
  }
  report({ status: 'verifying sha256 digest' });
  if (!source.verified) for (const digest of downloaded) await verify(store, digest);
  report({ status: 'writing manifest' });
  store.writeManifest(name, raw);
  if (!config.noPrune) removeOldLayers(store, { before, manifest, report });
  report({ status: 'success' });
  app.event('pull-finished', { model: displayName(name) });
}

/**
 * @param {ModelStore} store
 * @param {{ readonly before: InstalledModel | null, readonly manifest: Manifest, readonly report: Report }} options
 */
function removeOldLayers(store, { before, manifest, report }) {
  const kept = new Set(layersOf(manifest).map(({ digest }) => digest));
  const old = before === null ? [] : layersOf(before.manifest).filter(({ digest }) => !kept.has(digest));
  if (old.length === 0) return;
  report({ status: 'removing unused layers' });
  store.removeUnused(old.map(({ digest }) => digest));
}
