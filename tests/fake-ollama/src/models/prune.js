/** @import { ModelStore } from './store.js' */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, errorMessage } from '../process/error-message.js';
import { log } from '../process/log.js';

/** Younger files may belong to a download that is about to resume. */
const GRACE_MS = 60 * 60_000;
const BLOB = /^sha256-[0-9a-f]{64}$/;

/**
 * What `serve` does to the models folder first: makes it, then removes partial downloads and unreferenced blobs that are older
 * than an hour.
 * @param {ModelStore} store
 * @param {{ readonly noPrune: boolean }} options
 * @throws {Error} with Go's text when the folder can't be made
 */
export function prepareStore(store, { noPrune }) {
  try {
    mkdirSync(store.blobs, { recursive: true });
  } catch (error) {
    throw new Error(goMkdirError(error));
  }
  if (noPrune) return;
  const old = readdirSync(store.blobs).filter(
    (name) => Date.now() - statSync(join(store.blobs, name)).mtimeMs > GRACE_MS,
  );
  for (const name of old.filter((entry) => !BLOB.test(entry))) rmSync(join(store.blobs, name), { recursive: true });
  const digests = old.filter((name) => BLOB.test(name)).map((name) => name.replace('-', ':'));
  log('INFO', 'images.go:919', `total blobs: ${digests.length}`);
  log('INFO', 'images.go:926', `total unused blobs removed: ${store.removeUnused(digests)}`);
  mkdirSync(store.manifests, { recursive: true });
}

/** @param {unknown} error */
function goMkdirError(error) {
  const code = errorCode(error);
  const path = error instanceof Error && 'path' in error ? error.path : undefined;
  if (code === 'EACCES') return `mkdir ${path}: permission denied: ensure path elements are traversable`;
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return `mkdir ${path}: not a directory: ensure path elements are traversable`;
  }
  return `mkdir ${path}: ${errorMessage(error)}`;
}
