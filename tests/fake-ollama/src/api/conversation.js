import { generate, StreamFault } from '../generation/generate.js';
import { ApiError } from '../http/api-error.js';
import { replyFromElsewhere } from './elsewhere.js';
import { keepAliveOf, optionsOf, requireModel } from './model-access.js';

const THINK_LEVELS = ['high', 'medium', 'low', 'max'];

function checkThink({ think, model: sent }, capabilities) {
  if (think !== undefined && think !== null && typeof think !== 'boolean' && !THINK_LEVELS.includes(think)) {
    throw new ApiError(
      400,
      `invalid think value: ${JSON.stringify(think)} (must be "high", "medium", "low", "max", true, or false)`,
    );
  }
  const able = capabilities.includes('thinking');
  if (think && !able) throw new ApiError(400, `${JSON.stringify(sent)} does not support thinking`);
  return able && think !== false;
}

function checkRequest(request, { full, info }, verb) {
  const { capabilities } = info;
  const needs = (capability) => {
    if (!capabilities.includes(capability)) throw new ApiError(400, `${full} does not support ${capability}`);
  };
  if (!capabilities.includes('completion')) {
    throw new ApiError(400, `${JSON.stringify(request.model)} does not support ${verb}`);
  }
  if (request.tools?.length > 0) needs('tools');
  if (request.suffix) needs('insert');
  if (request.top_logprobs < 0 || request.top_logprobs > 20)
    throw new ApiError(400, 'top_logprobs must be between 0 and 20');
  const { format } = request;
  if (format !== undefined && format !== null && format !== '' && format !== 'json' && typeof format !== 'object') {
    throw new ApiError(
      500,
      `invalid format: ${JSON.stringify(JSON.stringify(format))}; expected "json" or a valid JSON Schema object`,
    );
  }
}

const nanoseconds = (ms) => Math.round(ms * 1e6);

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
const stamp = () => new Date().toISOString().replace('Z', '000000Z');

const callId = () => `call_${Math.random().toString(36).slice(2, 10).padEnd(8, '0')}`;

const nativeCalls = (calls) => calls.map((call, index) => ({ id: callId(), function: { index, ...call } }));

/**
 * Chats and completes: the native replies, one a token and a last one with the counts, before any adapter shapes them.
 * Nothing is yielded before the model is loaded.
 * @param verb `chat` or `generate`, as the error texts say it
 * @throws {ApiError}
 */
export async function* converse(app, { request, messages, verb, signal }) {
  const started = performance.now();
  const reply = (fields) => ({ model: request.model, created_at: stamp(), ...fields });
  const distant = await replyFromElsewhere(app, { model: request.model, messages, signal });
  if (distant !== null) {
    yield reply(distant);
    return;
  }
  const model = requireModel(app, request.model);
  checkRequest(request, model, verb);
  const options = { ...model.info.params, ...optionsOf(request) };
  const think = checkThink(request, model.info.capabilities);
  const keepAliveMs = keepAliveOf(request);
  if (messages.length === 0 && keepAliveMs === 0) {
    app.scheduler.expire(model);
    yield reply({ done: true, done_reason: 'unload' });
    return;
  }
  const lease = await app.scheduler.acquire(model, { keepAliveMs, contextLength: options.num_ctx, signal });
  const loadMs = performance.now() - started;
  try {
    if (messages.length === 0) {
      yield reply({ done: true, done_reason: 'load' });
      return;
    }
    const format = request.format || undefined;
    const asked = { model: model.name, messages, tools: request.tools, format, think, options };
    for await (const item of generate(app, { entry: lease.entry, request: asked, signal })) {
      if (item.kind === 'thinking') yield reply({ thinking: item.piece, done: false });
      else if (item.kind === 'text') yield reply({ text: item.piece, done: false });
      else
        yield reply({
          calls: nativeCalls(item.calls),
          done: true,
          done_reason: item.reason,
          ...metrics(item, { started, loadMs }),
        });
    }
  } catch (error) {
    if (error instanceof StreamFault && error.kind === 'error') throw new ApiError(500, error.message);
    throw signal.aborted ? new ApiError(499, 'request canceled') : error;
  } finally {
    lease.release();
  }
}

/** All replies of a conversation as one. */
export async function collect(replies) {
  let all = { text: '', thinking: '' };
  for await (const reply of replies) {
    all = { ...all, ...reply, text: all.text + (reply.text ?? ''), thinking: all.thinking + (reply.thinking ?? '') };
  }
  return all;
}
