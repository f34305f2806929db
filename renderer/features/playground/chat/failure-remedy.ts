import type { Message } from '../../../../contract/conversations.ts';
import { isSameModel } from '../../../../contract/derived/model-name.ts';
import { serverActions } from '../../../../contract/derived/server-state.ts';
import type { Snapshot } from '../../../../contract/snapshot.ts';
import { savedFailure } from '../session/failure-message.ts';

/** What the button below a failed or interrupted response does. */
export type Remedy =
  | { readonly kind: 'startServer' }
  | { readonly kind: 'serverStarting' }
  | { readonly kind: 'pull'; readonly model: string }
  | { readonly kind: 'regenerate' };

/**
 * The next step after a failed response. It depends on the current state, not on the state when the response failed: once
 * the server has started or the model is installed, only regenerating is left. Null for a response that didn't fail.
 */
export function failureRemedy(
  message: Message,
  { server, models }: Pick<Snapshot, 'server' | 'models'>,
): Remedy | null {
  if (message.end !== 'error' && message.end !== 'interrupted') return null;
  const { canStart, isChanging } = serverActions(server.actual);
  if (canStart) return { kind: 'startServer' };
  if (isChanging) return { kind: 'serverStarting' };
  const { model } = message;
  if (message.end === 'error' && model !== null && isMissing(message, model, models)) return { kind: 'pull', model };
  return { kind: 'regenerate' };
}

/** The list may be outdated: a model that the server has just reported missing counts only if it was pulled since. */
function isMissing(message: Message, model: string, models: Snapshot['models']): boolean {
  const found = models.installed.find(({ name }) => isSameModel(name, model));
  if (savedFailure(message) === 'modelNotFound') return found === undefined || found.modifiedAt < message.at;
  return models.known && found === undefined;
}
