/** @import { Chunk, Message, NativeToolCall } from '../types.ts' */
import { countTokens } from '../generation/tokens.js';

/** @type {Readonly<Record<string, string>>} */
const STOP_REASONS = { stop: 'end_turn', length: 'max_tokens' };

/** @param {Chunk} chunk */
export function stopReason({ done_reason: reason = '', calls = [] }) {
  return calls.length > 0 ? 'tool_use' : (STOP_REASONS[reason] ?? 'end_turn');
}

/** @param {NativeToolCall} call */
export function toolUse({ id, function: { name, arguments: input } }) {
  return { type: 'tool_use', id, name, input };
}

/**
 * @param {string} type
 * @param {object} fields
 */
function event(type, fields) {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

/** Turns chunks into the events of a streamed /v1/messages. */
export class MessageEvents {
  #index = -1;
  /** @type {string | null} */
  #open = null;
  #opening;

  /** @param {{ readonly id: string, readonly model: string, readonly messages: readonly Message[] }} options */
  constructor({ id, model, messages }) {
    const input = messages.reduce((sum, { content = '' }) => sum + countTokens(content), 0);
    const usage = { input_tokens: input, output_tokens: 0 };
    const message = { id, type: 'message', role: 'assistant', model, content: [], usage };
    this.#opening = [event('message_start', { message })];
  }

  /** @param {Chunk} chunk */
  write(chunk) {
    const opening = this.#opening.splice(0);
    return [
      ...opening,
      ...(chunk.thinking ? this.#delta('thinking', { type: 'thinking_delta', thinking: chunk.thinking }) : []),
      ...(chunk.text ? this.#delta('text', { type: 'text_delta', text: chunk.text }) : []),
      ...(chunk.calls ?? []).flatMap((call) => this.#call(toolUse(call))),
      ...(chunk.done ? this.#end(chunk) : []),
    ].join('');
  }

  /**
   * @param {string} kind
   * @param {object} block
   */
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

  /**
   * @param {'thinking' | 'text'} kind
   * @param {object} delta
   */
  #delta(kind, delta) {
    const opening = this.#open === kind ? [] : this.#start(kind, { type: kind, [kind]: '' });
    return [...opening, event('content_block_delta', { index: this.#index, delta })];
  }

  /** @param {ReturnType<typeof toolUse>} call */
  #call({ input, ...block }) {
    const delta = { type: 'input_json_delta', partial_json: JSON.stringify(input) };
    return [
      ...this.#start('tool_use', { ...block, input: {} }),
      event('content_block_delta', { index: this.#index, delta }),
      ...this.#stop(),
    ];
  }

  /** @param {Chunk} chunk */
  #end(chunk) {
    const usage = { input_tokens: chunk.prompt_eval_count, output_tokens: chunk.eval_count };
    const delta = { stop_reason: stopReason(chunk) };
    return [...this.#stop(), event('message_delta', { delta, usage }), event('message_stop', {})];
  }
}
