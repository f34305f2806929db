/**
 * @import { Gguf, Manifest, ModelConfig } from '../types.ts'
 * @import { InstalledModel, ModelStore } from './store.js'
 */
import { readFileSync } from 'node:fs';
import { readGguf } from './gguf.js';
import { layersOf } from './store.js';

/** @typedef {ReturnType<typeof describe>} ModelInfo */

const LAYER = 'application/vnd.ollama.image.';

/**
 * What a model is, read from its blobs once; the manifest's digest stands for all of them.
 * @type {Map<string, ModelInfo>}
 */
const cache = new Map();

/**
 * @param {ModelStore} store
 * @param {Manifest} manifest
 * @param {string} kind
 */
function layerText(store, manifest, kind) {
  const layer = manifest.layers.find(({ mediaType }) => mediaType === `${LAYER}${kind}`);
  return layer === undefined ? '' : readFileSync(store.blobPath(layer.digest), 'utf8');
}

/**
 * The layer of the weights; undefined for a model without any.
 * @param {Manifest} manifest
 */
function weightsLayer(manifest) {
  return manifest.layers.find(({ mediaType }) => mediaType === `${LAYER}model`);
}

/**
 * @param {Gguf['metadata']} metadata
 * @param {string} template
 */
function capabilities(metadata, template) {
  const arch = metadata['general.architecture'];
  const chatTemplate = `${template}${metadata['tokenizer.chat_template'] ?? ''}`;
  return [
    `${arch}.pooling_type` in metadata ? 'embedding' : 'completion',
    ...(`${arch}.vision.block_count` in metadata ? ['vision'] : []),
    ...(/\.Tools|\btools\b/.test(chatTemplate) ? ['tools'] : []),
    ...(/\.Thinking|<think>/.test(chatTemplate) ? ['thinking'] : []),
    ...(/\.Suffix/.test(template) ? ['insert'] : []),
  ];
}

/**
 * @param {ModelStore} store
 * @param {InstalledModel} installed
 */
function describe(store, { manifest }) {
  /** @type {ModelConfig} */
  const config = JSON.parse(readFileSync(store.blobPath(manifest.config.digest), 'utf8'));
  const weights = weightsLayer(manifest);
  /** @type {Gguf} */
  const gguf = (weights && readGguf(store.blobPath(weights.digest))) ?? { metadata: {}, tensors: [] };
  const { remote_host, remote_model = '' } = config;
  const arch = gguf.metadata['general.architecture'];
  const template = layerText(store, manifest, 'template') || '{{ .Prompt }}';
  /** @type {Readonly<Record<string, unknown>>} */
  const params = JSON.parse(layerText(store, manifest, 'params') || '{}');
  return {
    template,
    gguf,
    system: layerText(store, manifest, 'system'),
    license: layerText(store, manifest, 'license'),
    params,
    weights: weights?.digest ?? manifest.config.digest,
    size: layersOf(manifest).reduce((sum, layer) => sum + layer.size, 0),
    contextLength: Number(gguf.metadata[`${arch}.context_length`] ?? 0),
    embeddingLength: Number(gguf.metadata[`${arch}.embedding_length`] ?? 0),
    capabilities: remote_host === undefined ? capabilities(gguf.metadata, template) : [],
    /** Of a stub: the model of another computer that it stands for. */
    remote: remote_host === undefined ? null : { remote_model, remote_host },
    details: {
      parent_model: '',
      format: config.model_format ?? '',
      family: config.model_family ?? '',
      families: config.model_families ?? null,
      parameter_size: config.model_type ?? '',
      quantization_level: config.file_type ?? '',
    },
  };
}

/**
 * Everything the API says about an installed model.
 * @param {ModelStore} store
 * @param {InstalledModel} installed
 * @returns {ModelInfo}
 */
export function describeModel(store, installed) {
  const known = cache.get(installed.digest);
  if (known !== undefined) return known;
  const info = describe(store, installed);
  cache.set(installed.digest, info);
  return info;
}
