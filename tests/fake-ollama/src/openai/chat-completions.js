/**
 * @import { App } from '../app.js'
 * @import { Handler } from '../http/router.js'
 * @import { Chunk, Schema, Switches, Tool } from '../types.ts'
 */
import { collectChunks, runModel } from '../api/run-model.js';
import { streamChunks } from '../api/stream-chunks.js';
import { ApiError } from '../http/api-error.js';
import { listField, readJson } from '../http/json-body.js';
import { COMPATIBLE_JSON, disconnectSignal, sendJson } from '../http/response.js';
import {
  chunkWriter,
  lostErrorChunk,
  nowInSeconds,
  olderChunkWriter,
  responseId,
  toolCallsOf,
  usageOf,
} from './chunks.js';
import { nativeMessages } from './messages.js';
import { formatOf, optionsFrom, thinkOf } from './native-request.js';

/**
 * @typedef {{
 *   readonly model?: string,
 *   readonly messages?: unknown,
 *   readonly stream?: boolean,
 *   readonly stream_options?: { readonly include_usage?: boolean } | null,
 *   readonly tools?: readonly Tool[],
 *   readonly reasoning?: { readonly effort?: string } | null,
 *   readonly reasoning_effort?: string | null,
 *   readonly response_format?: { readonly type?: string, readonly json_schema?: { readonly schema?: Schema } } | null,
 *   readonly max_tokens?: number,
 *   readonly stop?: string | readonly string[] | null,
 * }} ChatCompletionRequest
 */

/** The first version whose stream ends with a finish chunk of its own. */
const SEPARATE_FINISH = [0, 32, 6];

/**
 * @param {string} version
 * @param {readonly number[]} wanted
 */
function isAtLeast(version, wanted) {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10));
  for (const [i, number] of wanted.entries()) {
    const part = parts[i] ?? 0;
    if (part !== number) return part > number;
  }
  return true;
}

/** @param {Switches} switches */
function writerFor({ version, streamEnd }) {
  const isSince = streamEnd === null ? isAtLeast(version, SEPARATE_FINISH) : streamEnd === 'since-0.32.6';
  return isSince ? chunkWriter : olderChunkWriter;
}

/** @param {Chunk} all */
function completion(all) {
  const calls = toolCallsOf(all);
  const message = {
    role: 'assistant',
    content: all.text,
    ...(all.thinking ? { reasoning: all.thinking } : {}),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
  const reason = all.done_reason === 'stop' && calls.length > 0 ? 'tool_calls' : all.done_reason;
  return {
    id: responseId('chatcmpl'),
    object: 'chat.completion',
    created: nowInSeconds(),
    model: all.model,
    system_fingerprint: 'fp_ollama',
    choices: [{ index: 0, message, finish_reason: reason }],
    usage: usageOf(all),
  };
}

/**
 * @param {App} app
 * @returns {Handler}
 */
export function chatCompletions(app) {
  return async (req, res) => {
    /** @type {ChatCompletionRequest} */
    const body = await readJson(req, 'openai.ChatCompletionRequest', { emptyText: 'EOF' });
    const sent = listField(body.messages, 'ChatCompletionRequest.messages', '[]openai.Message');
    if (sent.length === 0) throw new ApiError(400, "[] is too short - 'messages'");
    const messages = nativeMessages(sent);
    const think = thinkOf(body.reasoning?.effort ?? body.reasoning_effort);
    const { model } = body;
    if (!model) throw new ApiError(400, 'model is required');
    const request = {
      model,
      tools: body.tools ?? [],
      options: optionsFrom(body),
      format: formatOf(body.response_format),
      think,
    };
    const chunks = runModel(app, { model, request, messages, verb: 'chat', signal: disconnectSignal(res) });
    if (!body.stream) return sendJson(res, 200, completion(await collectChunks(chunks)), COMPATIBLE_JSON);
    const includeUsage = body.stream_options?.include_usage === true;
    const write = writerFor(app.switches())({ model, includeUsage });
    await streamChunks(res, { chunks, type: 'text/event-stream', write, onError: lostErrorChunk });
  };
}
