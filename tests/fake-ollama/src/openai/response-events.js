/**
 * @import { Chunk } from '../types.ts'
 * @import { ResponseHead } from './response-object.js'
 */
import { toolCallsOf } from './chunks.js';
import { messageItem, reasoningItem, responseObject, responseUsage, textPart } from './response-object.js';

/** @param {string} prefix */
function randomId(prefix) {
  return `${prefix}_${Math.floor(Math.random() * 999_999)}`;
}

/** Turns chunks into the events of a streamed /v1/responses, in the real server's order. */
export class ResponseEvents {
  #sequence = 0;
  /** @type {object[]} */
  #output = [];
  /** @type {{ readonly id: string, text: string } | null} */
  #reasoning = null;
  /** @type {{ readonly id: string, text: string } | null} */
  #message = null;
  #head;

  /** @param {ResponseHead} head */
  constructor(head) {
    this.#head = head;
  }

  /** @param {Chunk} chunk */
  write(chunk) {
    const calls = toolCallsOf(chunk);
    return [
      ...(this.#sequence === 0 ? this.#open() : []),
      ...(chunk.thinking ? this.#addThinking(chunk.thinking) : []),
      ...(calls.length > 0 ? [...this.#endReasoning(), ...calls.flatMap((call) => this.#addCall(call))] : []),
      ...(chunk.text ? this.#addText(chunk.text) : []),
      ...(chunk.done ? this.#complete(chunk) : []),
    ].join('');
  }

  /**
   * @param {string} type
   * @param {object} fields
   */
  #event(type, fields) {
    const data = { type, sequence_number: this.#sequence++, ...fields };
    return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
  }

  #open() {
    const response = responseObject(this.#head, null);
    return [this.#event('response.created', { response }), this.#event('response.in_progress', { response })];
  }

  /** @param {object} item */
  #addItem(item) {
    return this.#event('response.output_item.added', { output_index: this.#output.length, item });
  }

  /** @param {object} item */
  #finishItem(item) {
    const event = this.#event('response.output_item.done', { output_index: this.#output.length, item });
    this.#output.push(item);
    return event;
  }

  /** @param {string} delta */
  #addThinking(delta) {
    const isNew = this.#reasoning === null;
    const reasoning = this.#reasoning ?? { id: randomId('rs'), text: '' };
    this.#reasoning = reasoning;
    reasoning.text += delta;
    const place = { item_id: reasoning.id, output_index: this.#output.length, summary_index: 0 };
    return [
      ...(isNew ? [this.#addItem({ id: reasoning.id, type: 'reasoning', summary: [] })] : []),
      this.#event('response.reasoning_summary_text.delta', { ...place, delta }),
    ];
  }

  #endReasoning() {
    if (this.#reasoning === null) return [];
    const { id, text } = this.#reasoning;
    this.#reasoning = null;
    const place = { item_id: id, output_index: this.#output.length, summary_index: 0 };
    return [
      this.#event('response.reasoning_summary_text.done', { ...place, text }),
      this.#finishItem(reasoningItem(id, text)),
    ];
  }

  /** @param {ReturnType<typeof toolCallsOf>[number]} call */
  #addCall({ id: callId, function: { name, arguments: args } }) {
    const base = { id: randomId('fc'), type: 'function_call', call_id: callId, name };
    const place = { item_id: base.id, output_index: this.#output.length };
    return [
      this.#addItem({ ...base, status: 'in_progress', arguments: '' }),
      this.#event('response.function_call_arguments.delta', { ...place, delta: args }),
      this.#event('response.function_call_arguments.done', { ...place, arguments: args }),
      this.#finishItem({ ...base, status: 'completed', arguments: args }),
    ];
  }

  /** @param {string} delta */
  #addText(delta) {
    const before = this.#endReasoning();
    const isNew = this.#message === null;
    const message = this.#message ?? { id: randomId('msg'), text: '' };
    this.#message = message;
    message.text += delta;
    const place = { item_id: message.id, output_index: this.#output.length, content_index: 0 };
    const item = { id: message.id, type: 'message', status: 'in_progress', role: 'assistant', content: [] };
    const opening = isNew
      ? [this.#addItem(item), this.#event('response.content_part.added', { ...place, part: textPart('') })]
      : [];
    return [...before, ...opening, this.#event('response.output_text.delta', { ...place, delta, logprobs: [] })];
  }

  /** @param {Chunk} chunk */
  #complete(chunk) {
    const events = this.#endReasoning();
    if (this.#message !== null) {
      const { id, text } = this.#message;
      const place = { item_id: id, output_index: this.#output.length, content_index: 0 };
      events.push(
        this.#event('response.output_text.done', { ...place, text, logprobs: [] }),
        this.#event('response.content_part.done', { ...place, part: textPart(text) }),
        this.#finishItem(messageItem(id, text)),
      );
    }
    const response = responseObject(this.#head, { output: this.#output, usage: responseUsage(chunk) });
    return [...events, this.#event('response.completed', { response })];
  }
}
