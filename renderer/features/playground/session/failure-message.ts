import type { Message, ResponseFailure } from '../../../../contract/conversations.ts';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import type { RequestFailure } from '../stream/stream-protocol.ts';

/** 404 is also the status of an unknown path, so Ollama's message counts too. */
const MODEL_NOT_FOUND = /model .*not found|not found, try pulling/i;
const GATEWAY_STATUSES = new Set([502, 504]);

export function failureKind({ status, code, message }: RequestFailure): ResponseFailure {
  if (code === 'server_not_running') return 'serverNotRunning';
  if (status === 404 && MODEL_NOT_FOUND.test(message)) return 'modelNotFound';
  return status === null || GATEWAY_STATUSES.has(status) ? 'connectionLost' : 'serverError';
}

/** One or two sentences to show in place of the response, with the status if there is one. */
export function failureMessage(failure: RequestFailure, model: string): string {
  const kind = failureKind(failure);
  switch (kind) {
    case 'serverNotRunning':
    case 'connectionLost':
      return playgroundText(`failure.${kind}`);
    case 'modelNotFound':
      return playgroundText('failure.modelNotFound', { model });
    case 'serverError':
      return serverErrorMessage(failure);
  }
}

/**
 * The failure of a saved response; null where it isn't known. Messages saved by version 0.1.0 have only the text that was
 * shown.
 */
export function savedFailure({ failure, error, model }: Message): ResponseFailure | null {
  if (failure !== undefined) return failure;
  return model !== null && error === `${model} is not installed.` ? 'modelNotFound' : null;
}

function serverErrorMessage({ status, message }: RequestFailure): string {
  const reason = message.trim();
  if (reason === '') return playgroundText('failure.serverErrorNoReason', { status: String(status) });
  return playgroundText('failure.serverError', {
    status: String(status),
    reason: /[.!?]$/.test(reason) ? reason : `${reason}.`,
  });
}
