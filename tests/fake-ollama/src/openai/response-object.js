/** The whole response object of /v1/responses, as its first and last events carry it. */
export function responseObject({ id, body }, { status, output, usage = null, completedAt = null }) {
  return {
    ...{ id, object: 'response', created_at: Math.floor(Date.now() / 1000), completed_at: completedAt, status },
    ...{
      incomplete_details: null,
      model: body.model,
      previous_response_id: null,
      instructions: body.instructions || null,
    },
    ...{ output, error: null, tools: body.tools ?? [], tool_choice: 'auto', truncation: body.truncation ?? 'disabled' },
    ...{ parallel_tool_calls: true, text: { format: body.text?.format ?? { type: 'text' } }, top_p: body.top_p ?? 1 },
    ...{ presence_penalty: 0, frequency_penalty: 0, top_logprobs: 0, temperature: body.temperature ?? 1 },
    ...{
      reasoning: body.reasoning ?? null,
      usage,
      max_output_tokens: body.max_output_tokens ?? null,
      max_tool_calls: null,
    },
    ...{ store: false, background: false, service_tier: 'default', metadata: {}, safety_identifier: null },
    prompt_cache_key: null,
  };
}

export function responseUsage({ prompt_eval_count: input = 0, eval_count: output = 0 }) {
  return {
    ...{ input_tokens: input, output_tokens: output, total_tokens: input + output },
    ...{ input_tokens_details: { cached_tokens: 0 }, output_tokens_details: { reasoning_tokens: 0 } },
  };
}

export const textPart = (text) => ({ type: 'output_text', text, annotations: [], logprobs: [] });
