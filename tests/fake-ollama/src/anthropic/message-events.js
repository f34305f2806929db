import { countTokens } from '../generation/tokens.js';

const STOP_REASONS = { stop: 'end_turn', length: 'max_tokens' };

export const stopReason = ({ done_reason: reason, calls }) =>
  calls?.length > 0 ? 'tool_use' : (STOP_REASONS[reason] ?? 'end_turn');

export const toolUse = ({ id, function: { name, arguments: input } }) => ({ type: 'tool_use', id, name, input });

const event = (type, fields) => `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;

/** Turns replies into the events of a streamed /v1/messages. */
export class MessageEvents {
  #index = -1;
  #open = null;
  #opening;

  constructor({ id, model, messages }) {
    const input = messages.reduce((sum, { content }) => sum + countTokens(content), 0);
    this.usage = { input_tokens: input, output_tokens: 0 };
    this.message = { id, type: 'message', role: 'assistant', model, content: [], usage: this.usage };
    this.#opening = [event('message_start', { message: this.message })];
  }

  write(reply) {
    const opening = this.#opening.splice(0);
    return [
      ...opening,
      ...(reply.thinking ? this.#delta('thinking', { type: 'thinking_delta', thinking: reply.thinking }) : []),
      ...(reply.text ? this.#delta('text', { type: 'text_delta', text: reply.text }) : []),
      ...(reply.calls ?? []).flatMap((call) => this.#call(toolUse(call))),
      ...(reply.done ? this.#end(reply) : []),
    ].join('');
  }

  #start(kind, block) {
    const closing = this.#stop();
    this.#open = kind;
    this.#index += 1;
    return [...closing, event('content_block_start', { index: this.#index, content_block: block })];
  }

  #stop() {
    if (this.#open === null) return [];
    this.#open = null;
    return [event('content_block_stop', { index: this.#index })];
  }

  #delta(kind, delta) {
    const opening = this.#open === kind ? [] : this.#start(kind, { type: kind, [kind]: '' });
    return [...opening, event('content_block_delta', { index: this.#index, delta })];
  }

  #call({ input, ...block }) {
    const delta = { type: 'input_json_delta', partial_json: JSON.stringify(input) };
    return [
      ...this.#start('tool_use', { ...block, input: {} }),
      event('content_block_delta', { index: this.#index, delta }),
      ...this.#stop(),
    ];
  }

  #end(reply) {
    const usage = { input_tokens: reply.prompt_eval_count, output_tokens: reply.eval_count };
    const delta = { stop_reason: stopReason(reply) };
    return [...this.#stop(), event('message_delta', { delta, usage }), event('message_stop', {})];
  }
}
