import { collect, converse } from '../api/conversation.js';
import { streamReplies } from '../api/stream-replies.js';
import { ApiError } from '../http/api-error.js';
import { readJson } from '../http/json-body.js';
import { clientGone, sendJson } from '../http/reply.js';
import { replyId, toolCallsOf } from './chunks.js';
import { imageData } from './messages.js';
import { thinkOf } from './native-request.js';
import { ResponseEvents } from './response-events.js';
import { responseObject, responseUsage, textPart } from './response-object.js';

function contentMessage(role, content) {
  if (typeof content === 'string') return { role, content };
  const texts = content.filter(({ text }) => typeof text === 'string').map(({ text }) => text);
  const images = content.filter(({ type }) => type === 'input_image').map(({ image_url: url }) => imageData(url));
  return { role, content: texts.join(''), ...(images.length > 0 ? { images } : {}) };
}

function inputMessages(input) {
  if (input === undefined || input === null) return [];
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  if (!Array.isArray(input)) throw new ApiError(400, 'invalid input');
  return input.flatMap((item) => {
    if (item.type === 'function_call_output') return [{ role: 'tool', content: String(item.output) }];
    if (item.role === undefined) return [];
    return [contentMessage(item.role === 'developer' ? 'system' : item.role, item.content)];
  });
}

/** Responses describes its functions flat; the native API nests them. */
const nativeTools = (tools = []) =>
  tools.filter(({ type }) => type === 'function').map(({ type, ...fields }) => ({ type, function: fields }));

function wholeResponse({ id, body }, all) {
  const reasoning = all.thinking
    ? [
        {
          id: `rs_${id}`,
          type: 'reasoning',
          summary: [{ type: 'summary_text', text: all.thinking }],
          encrypted_content: all.thinking,
        },
      ]
    : [];
  const said = toolCallsOf(all)?.map((call, i) => ({
    ...{ id: `fc_${id}_${i}`, type: 'function_call', status: 'completed', call_id: call.id },
    ...{ name: call.function.name, arguments: call.function.arguments },
  })) ?? [
    {
      id: replyId('msg').replace('-', '_'),
      type: 'message',
      status: 'completed',
      role: 'assistant',
      content: [textPart(all.text)],
    },
  ];
  const end = { status: 'completed', output: [...reasoning, ...said], usage: responseUsage(all) };
  return responseObject({ id, body }, { ...end, completedAt: Math.floor(Date.now() / 1000) });
}

export const responses = (app) => async (req, res) => {
  const body = await readJson(req, 'openai.ResponsesRequest', { emptyText: 'EOF' });
  const system = body.instructions ? [{ role: 'system', content: body.instructions }] : [];
  const messages = [...system, ...inputMessages(body.input)];
  if (!body.model) throw new ApiError(400, 'model is required');
  const format = body.text?.format?.type === 'json_schema' ? body.text.format.schema : undefined;
  const options = body.max_output_tokens ? { num_predict: body.max_output_tokens } : {};
  const request = {
    model: body.model,
    tools: nativeTools(body.tools),
    options,
    format,
    think: thinkOf(body.reasoning?.effort),
  };
  const replies = converse(app, { request, messages, verb: 'chat', signal: clientGone(res) });
  const id = replyId('resp').replace('-', '_');
  if (!body.stream)
    return sendJson(res, 200, wholeResponse({ id, body }, await collect(replies)), {
      type: 'application/json',
      newline: true,
    });
  const events = new ResponseEvents({ id, body });
  const write = (reply) => events.write(reply);
  await streamReplies(res, { replies, type: 'text/event-stream', write, onError: () => '' });
};
