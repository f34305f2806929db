/** What the bench's upstream says, so that who asks can tell whether all of it arrived. */

const head = { id: 'chatcmpl-1', created: 1_750_000_000, model: 'bench' };
const usage = { prompt_tokens: 12, completion_tokens: 64, total_tokens: 76 };
const tokenAt = (index: number): string => `token-${index} `;
const event = (data: string): string => `data: ${data}\n\n`;
const chunk = (fields: object): string =>
  event(JSON.stringify({ ...head, object: 'chat.completion.chunk', system_fingerprint: 'fp_bench', ...fields }));

/** A model that answers so many milliseconds apart; the name is all that surely passes any proxy unchanged. */
export const pacedModel = (paceMs: number): string => `every-${paceMs}-ms`;
export const paceOf = (model: string): number => Number(/\d+/.exec(model)?.[0] ?? 0);

/** An answer in one piece, as Ollama words it. */
export const wholeAnswer = JSON.stringify({
  ...head,
  object: 'chat.completion',
  system_fingerprint: 'fp_bench',
  choices: [{ index: 0, message: { role: 'assistant', content: 'The sky is blue.' }, finish_reason: 'stop' }],
  usage,
});

export const streamedToken = (index: number): string =>
  chunk({
    choices: [{ index: 0, delta: { role: 'assistant', content: tokenAt(index) }, finish_reason: null }],
  });

/** How a stream ends; with the usage where it was asked for. */
export const streamEnd = (withUsage: boolean): string =>
  chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: 'stop' }] }) +
  (withUsage ? chunk({ choices: [], usage }) : '') +
  event('[DONE]');

/** What someone who did not ask for the usage must get, to the letter. */
export const wholeStream = (tokens: number): string =>
  Array.from({ length: tokens }, (_, index) => streamedToken(index)).join('') + streamEnd(false);
