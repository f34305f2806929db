/** @import { Layer, Manifest, ModelConfig, ModelName } from '../types.ts' */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { displayName, manifestSegments } from './name.js';

/** @typedef {NonNullable<ReturnType<ModelStore['read']>>} InstalledModel */

const MANIFEST_TYPE = 'application/vnd.docker.distribution.manifest.v2+json';
const CONFIG_TYPE = 'application/vnd.docker.container.image.v1+json';

/** @param {string | Buffer} data */
export function sha256(data) {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}

/**
 * Every blob that a manifest refers to, the config last.
 * @param {Manifest} manifest
 */
export function layersOf(manifest) {
  return [...manifest.layers, manifest.config];
}

/** @param {string} folder */
function names(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The models on disk, in Ollama's own layout: `manifests/host/namespace/model/tag` and `blobs/sha256-…`. */
export class ModelStore {
  /** @param {string} root */
  constructor(root) {
    this.blobs = join(root, 'blobs');
    this.manifests = join(root, 'manifests');
  }

  /** @param {string} digest */
  blobPath(digest) {
    return join(this.blobs, digest.replace(':', '-'));
  }

  /** @param {string} digest */
  hasBlob(digest) {
    return existsSync(this.blobPath(digest));
  }

  /** @param {string} content */
  writeBlob(content) {
    const digest = sha256(content);
    if (!this.hasBlob(digest)) writeFileSync(this.blobPath(digest), content);
    return { digest, size: Buffer.byteLength(content) };
  }

  /** @param {ModelName} name */
  manifestPath(name) {
    return join(this.manifests, ...manifestSegments(name));
  }

  /**
   * The manifest with its digest and time; null where there is none.
   * @param {ModelName} name
   */
  read(name) {
    const path = this.manifestPath(name);
    if (!existsSync(path)) return null;
    const raw = readFileSync(path);
    const digest = createHash('sha256').update(raw).digest('hex');
    /** @type {Manifest} */
    const manifest = JSON.parse(raw.toString('utf8'));
    return { name, raw, manifest, digest, modifiedAt: statSync(path).mtime };
  }

  /** Every model, newest first. */
  list() {
    return this.names()
      .map((name) => this.read(name))
      .filter((model) => model !== null)
      .sort(
        (a, b) =>
          b.modifiedAt.getTime() - a.modifiedAt.getTime() || displayName(a.name).localeCompare(displayName(b.name)),
      );
  }

  /** @returns {readonly ModelName[]} */
  names() {
    const found = [];
    for (const host of names(this.manifests)) {
      for (const namespace of names(join(this.manifests, host))) {
        for (const model of names(join(this.manifests, host, namespace))) {
          for (const tag of names(join(this.manifests, host, namespace, model))) {
            found.push({ scheme: 'https', host, namespace, model, tag });
          }
        }
      }
    }
    return found;
  }

  /**
   * The installed name that differs from this one in case only, else the name itself.
   * @param {ModelName} name
   */
  existing(name) {
    if (existsSync(this.manifestPath(name))) return name;
    const wanted = displayName(name).toLowerCase();
    return this.names().find((other) => displayName(other).toLowerCase() === wanted) ?? name;
  }

  /**
   * @param {ModelName} name
   * @param {string | Buffer} raw
   */
  writeManifest(name, raw) {
    const path = this.manifestPath(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, raw);
  }

  /**
   * Writes the manifest of a model made here whose layers are blobs already.
   * @param {ModelName} name
   * @param {{ readonly config: ModelConfig, readonly layers: readonly Layer[] }} content
   */
  compose(name, { config, layers }) {
    /** @type {Manifest} */
    const manifest = {
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      config: { mediaType: CONFIG_TYPE, ...this.writeBlob(JSON.stringify(config)) },
      layers,
    };
    this.writeManifest(name, JSON.stringify(manifest));
  }

  /**
   * @param {ModelName} name
   * @param {Manifest} manifest
   */
  remove(name, manifest) {
    rmSync(this.manifestPath(name));
    this.removeEmptyFolders(dirname(this.manifestPath(name)));
    this.removeUnused(layersOf(manifest).map(({ digest }) => digest));
  }

  /** @param {string} folder */
  removeEmptyFolders(folder) {
    if (folder === this.manifests || names(folder).length > 0) return;
    rmdirSync(folder);
    this.removeEmptyFolders(dirname(folder));
  }

  /**
   * Removes those of the blobs that no manifest refers to anymore; returns their number.
   * @param {readonly string[]} digests
   */
  removeUnused(digests) {
    const used = new Set(this.list().flatMap(({ manifest }) => layersOf(manifest).map(({ digest }) => digest)));
    const unused = digests.filter((digest) => !used.has(digest));
    for (const digest of unused) rmSync(this.blobPath(digest), { force: true });
    return unused.length;
  }
}
