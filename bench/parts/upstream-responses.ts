/** The responses of the bench's upstream, so that its clients can tell whether they arrived unchanged. */

const head = { id: 'chatcmpl-1', created: 1_750_000_000, model: 'bench' };
const usage = { prompt_tokens: 12, completion_tokens: 64, total_tokens: 76 };
function tokenAt(index: number): string {
  return `token-${index} `;
}
function event(data: string): string {
  return `data: ${data}\n\n`;
}
function chunk(fields: object): string {
  return event(JSON.stringify({ ...head, object: 'chat.completion.chunk', system_fingerprint: 'fp_bench', ...fields }));
}

/** Of the models that there are. */
export const PACES_MS = [0, 200];

/** A model that sends tokens so many milliseconds apart; its name passes every proxy unchanged. */
export function pacedModel(paceMs: number): string {
  return `every-${paceMs}-ms`;
}
export function paceOf(model: string): number {
  return Number(/\d+/.exec(model)?.[0] ?? 0);
}

/** A whole response, as Ollama formats it. */
export const wholeResponse = JSON.stringify({
  ...head,
  object: 'chat.completion',
  system_fingerprint: 'fp_bench',
  choices: [{ index: 0, message: { role: 'assistant', content: 'The sky is blue.' }, finish_reason: 'stop' }],
  usage,
});

export function streamedToken(index: number): string {
  return chunk({
    choices: [{ index: 0, delta: { role: 'assistant', content: tokenAt(index) }, finish_reason: null }],
  });
}

/** The end of a stream, with the usage if it was requested. */
export function streamEnd(withUsage: boolean): string {
  return (
    chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: 'stop' }] }) +
    (withUsage ? chunk({ choices: [], usage }) : '') +
    event('[DONE]')
  );
}

/** The exact stream for a client that didn't request the usage. */
export function wholeStream(tokens: number): string {
  return Array.from({ length: tokens }, (_, index) => streamedToken(index)).join('') + streamEnd(false);
}
