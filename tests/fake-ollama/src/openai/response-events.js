import { toolCallsOf } from './chunks.js';
import { responseObject, responseUsage, textPart } from './response-object.js';

const randomId = (prefix) => `${prefix}_${Math.floor(Math.random() * 999_999)}`;

/** Turns replies into the events of a streamed /v1/responses, in the real server's order. */
export class ResponseEvents {
  #sequence = 0;
  #output = [];
  #reasoning = null;
  #message = null;

  constructor({ id, body }) {
    this.response = { id, body };
  }

  write(reply) {
    return [
      ...(this.#sequence === 0 ? this.#open() : []),
      ...(reply.thinking ? this.#think(reply.thinking) : []),
      ...(reply.calls?.length > 0
        ? [...this.#endReasoning(), ...toolCallsOf(reply).flatMap((call) => this.#call(call))]
        : []),
      ...(reply.text ? this.#say(reply.text) : []),
      ...(reply.done ? this.#complete(reply) : []),
    ].join('');
  }

  #event(type, fields) {
    const data = { type, sequence_number: this.#sequence++, ...fields };
    return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
  }

  #open() {
    const response = responseObject(this.response, { status: 'in_progress', output: [] });
    return [this.#event('response.created', { response }), this.#event('response.in_progress', { response })];
  }

  #add(item) {
    return this.#event('response.output_item.added', { output_index: this.#output.length, item });
  }

  #finish(item) {
    const event = this.#event('response.output_item.done', { output_index: this.#output.length, item });
    this.#output.push(item);
    return event;
  }

  #think(delta) {
    const started = this.#reasoning === null;
    this.#reasoning ??= { id: randomId('rs'), text: '' };
    this.#reasoning.text += delta;
    const place = { item_id: this.#reasoning.id, output_index: this.#output.length, summary_index: 0 };
    return [
      ...(started ? [this.#add({ id: this.#reasoning.id, type: 'reasoning', summary: [] })] : []),
      this.#event('response.reasoning_summary_text.delta', { ...place, delta }),
    ];
  }

  #endReasoning() {
    if (this.#reasoning === null) return [];
    const { id, text } = this.#reasoning;
    this.#reasoning = null;
    const place = { item_id: id, output_index: this.#output.length, summary_index: 0 };
    const item = { id, type: 'reasoning', summary: [{ type: 'summary_text', text }], encrypted_content: text };
    return [this.#event('response.reasoning_summary_text.done', { ...place, text }), this.#finish(item)];
  }

  #call({ id: callId, function: { name, arguments: args } }) {
    const base = { id: randomId('fc'), type: 'function_call', call_id: callId, name };
    const place = { item_id: base.id, output_index: this.#output.length };
    return [
      this.#add({ ...base, status: 'in_progress', arguments: '' }),
      this.#event('response.function_call_arguments.delta', { ...place, delta: args }),
      this.#event('response.function_call_arguments.done', { ...place, arguments: args }),
      this.#finish({ ...base, status: 'completed', arguments: args }),
    ];
  }

  #say(delta) {
    const before = this.#endReasoning();
    const started = this.#message === null;
    this.#message ??= { id: randomId('msg'), text: '' };
    this.#message.text += delta;
    const base = { id: this.#message.id, type: 'message', status: 'in_progress', role: 'assistant', content: [] };
    const opening = started
      ? [this.#add(base), this.#event('response.content_part.added', { ...this.#place(), part: textPart('') })]
      : [];
    return [
      ...before,
      ...opening,
      this.#event('response.output_text.delta', { ...this.#place(), delta, logprobs: [] }),
    ];
  }

  #place() {
    return { item_id: this.#message.id, output_index: this.#output.length, content_index: 0 };
  }

  #complete(reply) {
    const events = this.#endReasoning();
    if (this.#message !== null) {
      const { id, text } = this.#message;
      const part = textPart(text);
      events.push(
        this.#event('response.output_text.done', { ...this.#place(), text, logprobs: [] }),
        this.#event('response.content_part.done', { ...this.#place(), part }),
        this.#finish({ id, type: 'message', status: 'completed', role: 'assistant', content: [part] }),
      );
    }
    const end = {
      status: 'completed',
      output: this.#output,
      usage: responseUsage(reply),
      completedAt: Math.floor(Date.now() / 1000),
    };
    return [...events, this.#event('response.completed', { response: responseObject(this.response, end) })];
  }
}
