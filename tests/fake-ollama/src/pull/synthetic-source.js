/**
 * @import { SyntheticBlob } from '../library/synthetic-model.js'
 * @import { BlobSource, ModelName, Switches } from '../types.ts'
 */
import { setTimeout as wait } from 'node:timers/promises';
import { CATALOG } from '../library/catalog.js';
import { syntheticModel } from '../library/synthetic-model.js';
import { displayName, isDefaultLibrary } from '../models/name.js';

const TICK_MS = 25;

/**
 * A model of the catalog, at the rate of the switch and without a network.
 * @param {ModelName} name
 * @param {() => Switches} switches
 * @returns {BlobSource}
 */
export function syntheticSource(name, switches) {
  const path = `https://${name.host}/v2/${name.namespace}/${name.model}/manifests/${name.tag}`;
  const entry = isDefaultLibrary(name) ? CATALOG[displayName(name)] : undefined;
  const model = entry && syntheticModel(entry);
  /**
   * @param {string} digest
   * @returns {SyntheticBlob}
   */
  const blob = (digest) => {
    const found = model?.blobs.get(digest);
    if (found === undefined) throw new Error('file does not exist');
    return found;
  };
  return {
    verified: true,
    async manifest() {
      if (switches().registryUnreachable) {
        throw new Error(`Get ${JSON.stringify(path)}: dial tcp: lookup ${name.host}: no such host`);
      }
      if (model === undefined) throw new Error('file does not exist');
      return { manifest: model.manifest, raw: model.raw };
    },
    async size(digest) {
      return blob(digest).size;
    },
    async *read(digest, { start, end, signal }) {
      const { head } = blob(digest);
      let at = start;
      while (at < end) {
        if (end - start > head.length) await wait(TICK_MS, undefined, { signal });
        const step = Math.max(1, Math.round((switches().pullBytesPerSecond * TICK_MS) / 1000));
        const next = Math.min(end, at + step);
        yield { length: next - at, bytes: head.subarray(Math.min(at, head.length), Math.min(next, head.length)) };
        at = next;
      }
    },
  };
}
