/** @import { CatalogEntry, Layer, Manifest } from '../types.ts' */
import { writeGgufHeader } from '../models/gguf.js';
import { sha256 } from '../models/store.js';

/**
 * A blob that is mostly a hole: its size and its first bytes.
 * @typedef {{ readonly size: number, readonly head: Buffer }} SyntheticBlob
 */

const LAYER = 'application/vnd.ollama.image.';

/** @param {CatalogEntry} entry */
function ggufHeader(entry) {
  const { arch, blocks, embedding, context, pooling, vision } = entry;
  const metadata = {
    'general.architecture': arch,
    'general.name': entry.weights,
    [`${arch}.block_count`]: blocks,
    [`${arch}.context_length`]: context,
    [`${arch}.embedding_length`]: embedding,
    ...(pooling === undefined ? {} : { [`${arch}.pooling_type`]: pooling }),
    ...(vision === undefined ? {} : { [`${arch}.vision.block_count`]: vision }),
    'tokenizer.ggml.model': pooling === undefined ? 'gpt2' : 'bert',
  };
  const perBlock = Array.from({ length: blocks }, (_, i) => ({
    name: `blk.${i}.attn_q.weight`,
    shape: [embedding, embedding],
  }));
  return writeGgufHeader({
    metadata,
    tensors: [{ name: 'token_embd.weight', shape: [embedding, 32000] }, ...perBlock],
  });
}

/**
 * A model of the catalog as a registry would serve it: the manifest, and every blob by its digest. Weights are a header followed
 * by a hole, so they take no room on disk; their digest is made up, the small layers' digests are real.
 * @param {CatalogEntry} entry
 */
export function syntheticModel(entry) {
  /** @type {Map<string, SyntheticBlob>} */
  const blobs = new Map();
  /**
   * @param {string} mediaType
   * @param {string | Buffer} content
   * @param {{ readonly digest: string, readonly size: number }} [blob] its own digest and size by default
   * @returns {Layer}
   */
  const add = (mediaType, content, blob = { digest: sha256(content), size: Buffer.byteLength(content) }) => {
    blobs.set(blob.digest, { size: blob.size, head: Buffer.from(content) });
    return { mediaType, digest: blob.digest, size: blob.size };
  };
  const weights = { digest: sha256(`synthetic:${entry.weights}`), size: entry.bytes };
  const layers = [
    add(`${LAYER}model`, ggufHeader(entry), weights),
    add(`${LAYER}template`, entry.template),
    add(`${LAYER}license`, entry.license),
    ...(entry.system === undefined ? [] : [add(`${LAYER}system`, entry.system)]),
    ...(entry.params === undefined ? [] : [add(`${LAYER}params`, JSON.stringify(entry.params))]),
  ];
  const config = JSON.stringify({
    model_format: 'gguf',
    model_family: entry.arch,
    model_families: [entry.arch],
    model_type: entry.parameters,
    file_type: entry.quant,
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
  });
  /** @type {Manifest} */
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: add('application/vnd.docker.container.image.v1+json', config),
    layers,
  };
  return { manifest, raw: Buffer.from(JSON.stringify(manifest)), blobs };
}
