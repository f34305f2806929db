import { collect, converse } from '../api/conversation.js';
import { streamReplies } from '../api/stream-replies.js';
import { ApiError } from '../http/api-error.js';
import { listField, readJson } from '../http/json-body.js';
import { clientGone, sendJson } from '../http/reply.js';
import { chunkWriter, lostErrorChunk, olderChunkWriter, replyId, toolCallsOf, usageOf } from './chunks.js';
import { nativeMessages } from './messages.js';
import { formatOf, optionsFrom, thinkOf } from './native-request.js';

/** The first version whose stream ends with a finish chunk of its own. */
const SEPARATE_FINISH = [0, 32, 6];

function atLeast(version, wanted) {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10));
  const differing = wanted.findIndex((number, i) => parts[i] !== number);
  return differing < 0 || parts[differing] > wanted[differing];
}

function writerFor({ version, streamEnd }) {
  const since = streamEnd === null ? atLeast(version, SEPARATE_FINISH) : streamEnd === 'since-0.32.6';
  return since ? chunkWriter : olderChunkWriter;
}

function completion(all) {
  const calls = toolCallsOf(all);
  const message = {
    ...{ role: 'assistant', content: all.text },
    ...(all.thinking ? { reasoning: all.thinking } : {}),
    ...(calls === undefined ? {} : { tool_calls: calls }),
  };
  const reason = all.done_reason === 'stop' && calls !== undefined ? 'tool_calls' : all.done_reason;
  return {
    ...{ id: replyId('chatcmpl'), object: 'chat.completion', created: Math.floor(Date.now() / 1000), model: all.model },
    ...{
      system_fingerprint: 'fp_ollama',
      choices: [{ index: 0, message, finish_reason: reason }],
      usage: usageOf(all),
    },
  };
}

export const chatCompletions = (app) => async (req, res) => {
  const body = await readJson(req, 'openai.ChatCompletionRequest', { emptyText: 'EOF' });
  const sent = listField(body.messages, 'ChatCompletionRequest.messages', '[]openai.Message');
  if (sent.length === 0) throw new ApiError(400, "[] is too short - 'messages'");
  const messages = nativeMessages(sent);
  const think = thinkOf(body.reasoning?.effort ?? body.reasoning_effort);
  if (!body.model) throw new ApiError(400, 'model is required');
  const request = {
    model: body.model,
    tools: body.tools,
    options: optionsFrom(body),
    format: formatOf(body.response_format),
    think,
  };
  const replies = converse(app, { request, messages, verb: 'chat', signal: clientGone(res) });
  if (!body.stream) {
    return sendJson(res, 200, completion(await collect(replies)), { type: 'application/json', newline: true });
  }
  const includeUsage = body.stream_options?.include_usage === true;
  const write = writerFor(app.switches())({ model: body.model, includeUsage });
  await streamReplies(res, { replies, type: 'text/event-stream', write, onError: lostErrorChunk });
};
