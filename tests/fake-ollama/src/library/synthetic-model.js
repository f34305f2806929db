import { writeGgufHeader } from '../models/gguf.js';
import { sha256 } from '../models/store.js';

const LAYER = 'application/vnd.ollama.image.';

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
 * A model of the catalog as a registry would serve it: the manifest, and for every digest its size and its first bytes. Weights are
 * a header followed by a hole, so they take no room on disk; their digest is made up, the small layers' digests are real.
 */
export function syntheticModel(entry) {
  const blobs = new Map();
  const add = (kind, content, { digest = sha256(content), size = Buffer.byteLength(content) } = {}) => {
    blobs.set(digest, { size, head: Buffer.from(content) });
    return { mediaType: `${LAYER}${kind}`, digest, size };
  };
  const weights = { digest: sha256(`synthetic:${entry.weights}`), size: entry.bytes };
  const layers = [
    add('model', ggufHeader(entry), weights),
    add('template', entry.template),
    add('license', entry.license),
    ...(entry.system === undefined ? [] : [add('system', entry.system)]),
    ...(entry.params === undefined ? [] : [add('params', JSON.stringify(entry.params))]),
  ];
  const config = JSON.stringify({
    ...{ model_format: 'gguf', model_family: entry.arch, model_families: [entry.arch], model_type: entry.parameters },
    ...{ file_type: entry.quant, architecture: 'amd64', os: 'linux' },
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
  });
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: { ...add('config', config), mediaType: 'application/vnd.docker.container.image.v1+json' },
    layers,
  };
  return { manifest, raw: Buffer.from(JSON.stringify(manifest)), blobs };
}
