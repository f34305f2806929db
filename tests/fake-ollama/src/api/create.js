/**
 * @import { App } from '../app.js'
 * @import { Handler } from '../http/router.js'
 * @import { ModelStore } from '../models/store.js'
 * @import { CreateRequest, Layer, ModelConfig, ModelName, ProgressLine, Report } from '../types.ts'
 */
import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { ApiError } from '../http/api-error.js';
import { readJson } from '../http/json-body.js';
import { disconnectSignal, sendJson, startStream } from '../http/response.js';
import { readGguf } from '../models/gguf.js';
import { isDefaultLibrary } from '../models/name.js';
import { errorMessage } from '../process/error-message.js';
import { pullModel } from '../pull/pull.js';
import { lookUp, parseName, parseReference, sentName } from './model-access.js';

/** @typedef {{ readonly config: ModelConfig, readonly layers: readonly Layer[] }} Base */

const LAYER = 'application/vnd.ollama.image.';

/**
 * The layers of what a create request changes of its base.
 * @param {ModelStore} store
 * @param {CreateRequest} request
 * @returns {readonly Layer[]}
 */
function overrideLayers(store, { template, system, license, parameters }) {
  const contents = {
    template,
    system,
    license: license === undefined ? undefined : [license].flat().join('\n'),
    params: parameters === undefined ? undefined : JSON.stringify(parameters),
  };
  return Object.entries(contents).flatMap(([kind, content]) =>
    typeof content === 'string' ? [{ mediaType: `${LAYER}${kind}`, ...store.writeBlob(content) }] : [],
  );
}

/**
 * @param {App} app
 * @param {{
 *   readonly from: string,
 *   readonly remoteHost: string | undefined,
 *   readonly signal: AbortSignal,
 *   readonly report: Report,
 * }} options
 * @returns {Promise<Base>}
 */
async function baseOf(app, { from, remoteHost, signal, report }) {
  if (remoteHost) return { layers: [], config: { remote_model: from, remote_host: remoteHost } };
  const name = parseReference(from);
  if (lookUp(app, name) === null) await pullModel(app, { name, insecure: !isDefaultLibrary(name), signal, report });
  const model = lookUp(app, name);
  if (model === null) throw new ApiError(404, `model '${from}' not found`);
  const { format, family, families, parameter_size: type, quantization_level: quant } = model.info.details;
  const config = {
    model_format: format,
    model_family: family,
    model_families: families,
    model_type: type,
    file_type: quant,
  };
  return { layers: model.installed.manifest.layers, config };
}

/**
 * A model of uploaded GGUF files.
 * @param {ModelStore} store
 * @param {{ readonly files: Readonly<Record<string, string>>, readonly report: Report }} options
 * @returns {Base}
 */
function uploaded(store, { files, report }) {
  const [digest = ''] = Object.values(files);
  const path = store.blobPath(digest);
  report({ status: 'parsing GGUF' });
  if (!store.hasBlob(digest)) throw new ApiError(500, `open ${path}: no such file or directory`);
  const gguf = readGguf(path);
  if (gguf === null) throw new ApiError(400, 'supplied file was not in GGUF format');
  const { size } = statSync(path);
  report({ status: 'validating GGUF model', digest: '0000000000000000000', total: size, completed: size });
  report({ status: 'verifying conversion' });
  const arch = String(gguf.metadata['general.architecture']);
  const count = gguf.tensors.reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0);
  return {
    layers: [{ mediaType: `${LAYER}model`, digest, size }],
    config: {
      model_format: 'gguf',
      model_family: arch,
      model_families: [arch],
      model_type: shortCount(count),
      file_type: gguf.tensors[0]?.type ?? '',
    },
  };
}

/** @param {number} count */
function shortCount(count) {
  if (count >= 1e9) return `${(count / 1e9).toFixed(1)}B`;
  return count >= 1e6 ? `${(count / 1e6).toFixed(2)}M` : `${Math.floor(count / 1e3)}K`;
}

/** @param {Readonly<Record<string, string>>} files */
function checkFiles(files) {
  const entries = Object.entries(files);
  if (entries.some(([path]) => isAbsolute(path) || path.includes('..'))) {
    throw new ApiError(400, 'file path must be relative');
  }
  if (entries.some(([, digest]) => !/^sha256:[0-9a-f]{64}$/.test(digest))) {
    throw new ApiError(400, 'invalid digest format');
  }
}

/**
 * @param {App} app
 * @param {{
 *   readonly request: CreateRequest,
 *   readonly name: ModelName,
 *   readonly signal: AbortSignal,
 *   readonly report: Report,
 * }} options
 */
async function build(app, { request, name, signal, report }) {
  const { files = {}, from, remote_host: remoteHost } = request;
  const base = from ? await baseOf(app, { from, remoteHost, signal, report }) : uploaded(app.store, { files, report });
  const own = overrideLayers(app.store, request);
  const kept = base.layers.filter(({ mediaType }) => !own.some((layer) => layer.mediaType === mediaType));
  for (const { digest } of kept) report({ status: `${from ? 'using existing' : 'creating new'} layer ${digest}` });
  for (const { digest } of own) report({ status: `creating new layer ${digest}` });
  report({ status: 'writing manifest' });
  app.store.compose(name, { config: base.config, layers: [...kept, ...own] });
  report({ status: 'success' });
}

/**
 * @param {App} app
 * @returns {Handler}
 */
export function create(app) {
  return async (req, res) => {
    /** @type {CreateRequest} */
    const request = await readJson(req, 'api.CreateRequest');
    const name = parseName(sentName(request));
    const { files = {}, from } = request;
    if (!from && Object.keys(files).length === 0) throw new ApiError(400, "neither 'from' or 'files' was specified");
    checkFiles(files);
    const signal = disconnectSignal(res);
    const stream = request.stream !== false;
    const report = (/** @type {ProgressLine} */ line) => {
      if (!stream || signal.aborted) return;
      if (!res.headersSent) startStream(res, 'application/x-ndjson');
      res.write(`${JSON.stringify(line)}\n`);
    };
    try {
      await build(app, { request, name: app.store.existing(name), signal, report });
      if (stream) res.end();
      else sendJson(res, 200, { status: 'success' });
    } catch (error) {
      const message = errorMessage(error);
      if (!res.headersSent) throw new ApiError(error instanceof ApiError ? error.status : 500, message);
      res.end(`${JSON.stringify({ error: message })}\n`);
    }
  };
}
