import type { Message, ResponseFailure } from '../../../../contract/conversations.ts';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { errorReason, isMissingModel, isMissingRoute } from '../../../../contract/derived/error-reason.ts';
import type { RequestFailure } from '../stream/stream-protocol.ts';

/** What browsers and the SDK say when a request gets no response, or when a response breaks off. */
const NO_CONNECTION =
  /^(?:connection error|network ?error|failed to fetch|fetch failed|load failed|terminated|error in input stream|request (?:timed out|was aborted)|the network connection was lost|networkerror when attempting to fetch resource)\.?$/i;

/** What the server said in one line; null where it said nothing that a person can read. */
function reasonOf({ message }: RequestFailure): string | null {
  return NO_CONNECTION.test(message.trim()) ? null : errorReason(message);
}

export function failureKind(failure: RequestFailure): ResponseFailure {
  const { status, code } = failure;
  const reason = reasonOf(failure);
  if (code === 'server_not_running') return 'serverNotRunning';
  if (isMissingModel(status, reason ?? '') || (status === 404 && code === 'model_not_found')) return 'modelNotFound';
  return status === null && reason === null ? 'connectionLost' : 'serverError';
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
 * Why a response of which a part arrived isn't complete, with what the server said; null where the connection was lost, which the
 * sentence about an interrupted response says.
 */
export function interruptionMessage(failure: RequestFailure): string | null {
  const reason = reasonOf(failure);
  if (failure.code === 'server_not_running' || reason === null) return null;
  return playgroundText('response.interruptedBecause', { reason: sentence(reason) });
}

/**
 * The failure of a saved response; null where it isn't known. Messages saved by version 0.1.0 have only the text that was
 * shown.
 */
export function savedFailure({ failure, error, model }: Message): ResponseFailure | null {
  if (failure !== undefined) return failure;
  return model !== null && error === `${model} is not installed.` ? 'modelNotFound' : null;
}

function serverErrorMessage(failure: RequestFailure): string {
  const reason = reasonOf(failure);
  const status = failure.status === null ? null : String(failure.status);
  if (isMissingRoute(failure.status, reason ?? '')) return playgroundText('failure.missingRoute');
  if (reason === null) return playgroundText('failure.serverErrorNoReason', { status: status ?? '' });
  if (status === null) return playgroundText('failure.streamError', { reason: sentence(reason) });
  return playgroundText('failure.serverError', { status, reason: sentence(reason) });
}

function sentence(reason: string): string {
  return /[.!?…]$/.test(reason) ? reason : `${reason}.`;
}
