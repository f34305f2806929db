/** @import { Chunk, Schema } from '../types.ts' */
import { nowInSeconds } from './chunks.js';

/**
 * A request of /v1/responses. Its tools are flat; the native API nests them.
 * @typedef {{
 *   readonly model?: string,
 *   readonly input?: unknown,
 *   readonly instructions?: string,
 *   readonly stream?: boolean,
 *   readonly tools?: readonly ({ readonly type: string } & Readonly<Record<string, unknown>>)[] | null,
 *   readonly text?: { readonly format?: { readonly type?: string, readonly schema?: Schema } },
 *   readonly reasoning?: { readonly effort?: string } | null,
 *   readonly truncation?: string,
 *   readonly top_p?: number,
 *   readonly temperature?: number,
 *   readonly max_output_tokens?: number,
 * }} ResponsesRequest
 * @typedef {{ readonly id: string, readonly body: ResponsesRequest }} ResponseHead
 * @typedef {ReturnType<typeof responseUsage>} ResponseUsage
 */

/**
 * The whole response object of /v1/responses, as its first and last events carry it.
 * @param {ResponseHead} head
 * @param {{ readonly output: readonly object[], readonly usage: ResponseUsage } | null} end null while it is in progress
 */
export function responseObject({ id, body }, end) {
  return {
    id,
    object: 'response',
    created_at: nowInSeconds(),
    completed_at: end === null ? null : nowInSeconds(),
    status: end === null ? 'in_progress' : 'completed',
    incomplete_details: null,
    model: body.model,
    previous_response_id: null,
    instructions: body.instructions || null,
    output: end?.output ?? [],
    error: null,
    tools: body.tools ?? [],
    tool_choice: 'auto',
    truncation: body.truncation ?? 'disabled',
    parallel_tool_calls: true,
    text: { format: body.text?.format ?? { type: 'text' } },
    top_p: body.top_p ?? 1,
    presence_penalty: 0,
    frequency_penalty: 0,
    top_logprobs: 0,
    temperature: body.temperature ?? 1,
    reasoning: body.reasoning ?? null,
    usage: end?.usage ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    max_tool_calls: null,
    store: false,
    background: false,
    service_tier: 'default',
    metadata: {},
    safety_identifier: null,
    prompt_cache_key: null,
  };
}

/** @param {Chunk} chunk */
export function responseUsage({ prompt_eval_count: input = 0, eval_count: output = 0 }) {
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: input + output,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens_details: { reasoning_tokens: 0 },
  };
}

/** @param {string} text */
export function textPart(text) {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

/**
 * @param {string} id
 * @param {string} text
 */
export function reasoningItem(id, text) {
  return { id, type: 'reasoning', summary: [{ type: 'summary_text', text }], encrypted_content: text };
}

/**
 * @param {string} id
 * @param {string} text
 */
export function messageItem(id, text) {
  return { id, type: 'message', status: 'completed', role: 'assistant', content: [textPart(text)] };
}
