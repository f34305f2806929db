import { readFileSync } from 'node:fs';
import { readGguf } from './gguf.js';
import { layersOf } from './store.js';

const LAYER = 'application/vnd.ollama.image.';

/** What a model is, read from its blobs once; the manifest's digest stands for all of them. */
const cache = new Map();

function layerText(store, manifest, kind) {
  const layer = manifest.layers.find(({ mediaType }) => mediaType === `${LAYER}${kind}`);
  return layer === undefined ? '' : readFileSync(store.blobPath(layer.digest), 'utf8');
}

/** The path of the weights; undefined for a model without any. */
function weightsLayer(manifest) {
  return manifest.layers.find(({ mediaType }) => mediaType === `${LAYER}model`);
}

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

function describe(store, { manifest }) {
  const config = JSON.parse(readFileSync(store.blobPath(manifest.config.digest), 'utf8'));
  const weights = weightsLayer(manifest);
  const gguf = (weights && readGguf(store.blobPath(weights.digest))) ?? { metadata: {}, tensors: [] };
  const { remote_host, remote_model } = config;
  const arch = gguf.metadata['general.architecture'];
  const template = layerText(store, manifest, 'template') || '{{ .Prompt }}';
  const params = layerText(store, manifest, 'params');
  return {
    template,
    gguf,
    system: layerText(store, manifest, 'system'),
    license: layerText(store, manifest, 'license'),
    params: params === '' ? {} : JSON.parse(params),
    weights: weights?.digest ?? manifest.config.digest,
    size: layersOf(manifest).reduce((sum, layer) => sum + layer.size, 0),
    contextLength: gguf.metadata[`${arch}.context_length`] ?? 0,
    embeddingLength: gguf.metadata[`${arch}.embedding_length`] ?? 0,
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

/** Everything the API says about an installed model. */
export function describeModel(store, installed) {
  const known = cache.get(installed.digest);
  if (known !== undefined) return known;
  const made = describe(store, installed);
  cache.set(installed.digest, made);
  return made;
}
