import type { Message } from '../../../../contract/conversations.ts';
import type { Snapshot } from '../../../../contract/snapshot.ts';
import { missingModelWords } from './failure-message.ts';

/** What the button below a failed or unfinished answer does. */
export type Remedy =
  | { readonly kind: 'startServer' }
  | { readonly kind: 'serverStarting' }
  | { readonly kind: 'pull'; readonly model: string }
  | { readonly kind: 'answerAgain' };

const canStart = new Set<Snapshot['server']['actual']['state']>(['stopped', 'failed']);
const onItsWay = new Set<Snapshot['server']['actual']['state']>(['starting', 'restarting', 'stopping']);

/**
 * The next step out of a failed answer, from how things stand now rather than from how they stood then: once the
 * server has started or the model is there, what is left is to answer again. Null where nothing has failed.
 */
export function failureRemedy(
  message: Message,
  { server, models }: Pick<Snapshot, 'server' | 'models'>,
): Remedy | null {
  if (message.end !== 'error' && message.end !== 'interrupted') return null;
  if (canStart.has(server.actual.state)) return { kind: 'startServer' };
  if (onItsWay.has(server.actual.state)) return { kind: 'serverStarting' };
  const { model } = message;
  if (message.end === 'error' && model !== null && isMissing(message, model, models)) return { kind: 'pull', model };
  return { kind: 'answerAgain' };
}

/** The list may be a moment old, so a model the server has just denied counts only once it is there anew. */
function isMissing(message: Message, model: string, models: Snapshot['models']): boolean {
  const found = models.installed.find(({ name }) => isSameModel(name, model));
  if (message.error === missingModelWords(model)) return found === undefined || found.modifiedAt < message.at;
  return models.known && found === undefined;
}

/** Ollama adds `:latest` to a name without a tag. */
export function isSameModel(a: string, b: string): boolean {
  return a === b || a === `${b}:latest` || `${a}:latest` === b;
}
