/**
 * @import { App } from '../app.js'
 * @import { End } from '../generation/generate.js'
 * @import { Chunk, GenerateRequest, Message, ToolCall } from '../types.ts'
 * @import { Model } from './model-access.js'
 */
import { generate, StreamFault } from '../generation/generate.js';
import { ApiError } from '../http/api-error.js';
import { keepAliveOf, optionsOf, requireModel } from './model-access.js';
import { remoteResponse } from './remote-models.js';

const THINK_LEVELS = ['high', 'medium', 'low', 'max'];

/**
 * Whether the model thinks.
 * @param {GenerateRequest} request
 * @param {readonly string[]} capabilities
 */
function checkThink({ think, model: sent }, capabilities) {
  const isLevel = typeof think === 'string' && THINK_LEVELS.includes(think);
  if (think !== undefined && think !== null && typeof think !== 'boolean' && !isLevel) {
    throw new ApiError(
      400,
      `invalid think value: ${JSON.stringify(think)} (must be "high", "medium", "low", "max", true, or false)`,
    );
  }
  const isAble = capabilities.includes('thinking');
  if (think && !isAble) throw new ApiError(400, `${JSON.stringify(sent)} does not support thinking`);
  return isAble && think !== false;
}

/**
 * @param {GenerateRequest} request
 * @param {Model} model
 * @param {'chat' | 'generate'} verb
 */
function checkRequest(request, { full, info }, verb) {
  const { capabilities } = info;
  const requireCapability = (/** @type {string} */ capability) => {
    if (!capabilities.includes(capability)) throw new ApiError(400, `${full} does not support ${capability}`);
  };
  if (!capabilities.includes('completion')) {
    throw new ApiError(400, `${JSON.stringify(request.model)} does not support ${verb}`);
  }
  if (request.tools?.length) requireCapability('tools');
  if (request.suffix) requireCapability('insert');
  const { format, top_logprobs: logprobs = 0 } = request;
  if (logprobs < 0 || logprobs > 20) throw new ApiError(400, 'top_logprobs must be between 0 and 20');
  if (format !== undefined && format !== null && format !== '' && format !== 'json' && typeof format !== 'object') {
    throw new ApiError(
      500,
      `invalid format: ${JSON.stringify(JSON.stringify(format))}; expected "json" or a valid JSON Schema object`,
    );
  }
}

/** @param {number} ms */
function nanoseconds(ms) {
  return Math.round(ms * 1e6);
}

/**
 * @param {End} end
 * @param {{ readonly started: number, readonly loadMs: number }} times
 */
function metrics(end, { started, loadMs }) {
  return {
    total_duration: nanoseconds(performance.now() - started),
    load_duration: nanoseconds(loadMs),
    prompt_eval_count: end.promptTokens,
    prompt_eval_duration: nanoseconds(end.promptMs),
    eval_count: end.tokens,
    eval_duration: nanoseconds(end.evalMs),
  };
}

/** Go's nanosecond stamp; Node knows milliseconds only. */
function timestamp() {
  return new Date().toISOString().replace('Z', '000000Z');
}

function callId() {
  return `call_${Math.random().toString(36).slice(2, 10).padEnd(8, '0')}`;
}

/** @param {readonly ToolCall[]} calls */
function nativeCalls(calls) {
  return calls.map((call, index) => ({ id: callId(), function: { index, ...call } }));
}

/**
 * Runs a model for a chat or a completion: yields a chunk a token and a last one with the counts, before any API shapes them.
 * Nothing is yielded before the model is loaded.
 * @param {App} app
 * @param {{
 *   readonly model: string,
 *   readonly request: GenerateRequest,
 *   readonly messages: readonly Message[],
 *   readonly verb: 'chat' | 'generate',
 *   readonly signal: AbortSignal,
 * }} run `verb` is what the error texts call the run
 * @returns {AsyncGenerator<Chunk, void>}
 * @throws {ApiError}
 */
export async function* runModel(app, { model: sent, request, messages, verb, signal }) {
  const started = performance.now();
  const chunk = (/** @type {Omit<Chunk, 'model' | 'created_at'>} */ fields) => ({
    model: sent,
    created_at: timestamp(),
    ...fields,
  });
  const remote = await remoteResponse(app, { model: sent, messages, signal });
  if (remote !== null) {
    yield chunk(remote);
    return;
  }
  const model = requireModel(app, sent);
  checkRequest(request, model, verb);
  const options = { ...model.info.params, ...optionsOf(request) };
  const think = checkThink(request, model.info.capabilities);
  const keepAliveMs = keepAliveOf(request);
  if (messages.length === 0 && keepAliveMs === 0) {
    app.scheduler.expire(model);
    yield chunk({ done: true, done_reason: 'unload' });
    return;
  }
  const lease = await app.scheduler.acquire(model, { keepAliveMs, contextLength: options.num_ctx, signal });
  const loadMs = performance.now() - started;
  try {
    if (messages.length === 0) {
      yield chunk({ done: true, done_reason: 'load' });
      return;
    }
    const prompt = {
      model: model.name,
      messages,
      tools: request.tools ?? [],
      format: request.format || undefined,
      think,
    };
    for await (const item of generate(app, { entry: lease.entry, prompt, options, signal })) {
      if (item.kind === 'end') {
        yield chunk({
          calls: nativeCalls(item.calls),
          done: true,
          done_reason: item.reason,
          ...metrics(item, { started, loadMs }),
        });
      } else {
        yield chunk(item.kind === 'text' ? { text: item.piece, done: false } : { thinking: item.piece, done: false });
      }
    }
  } catch (error) {
    if (error instanceof StreamFault && error.kind === 'error') throw new ApiError(500, error.message);
    throw signal.aborted ? new ApiError(499, 'request canceled') : error;
  } finally {
    lease.release();
  }
}

/**
 * All chunks of a run as one.
 * @param {AsyncIterable<Chunk>} chunks
 */
export async function collectChunks(chunks) {
  /** @type {Chunk & { text: string, thinking: string }} */
  let all = { model: '', text: '', thinking: '' };
  for await (const chunk of chunks) {
    all = { ...all, ...chunk, text: all.text + (chunk.text ?? ''), thinking: all.thinking + (chunk.thinking ?? '') };
  }
  return all;
}
