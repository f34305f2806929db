import type { RequestFailure } from '../stream/stream-protocol.ts';

export type FailureKind = 'serverNotRunning' | 'modelNotFound' | 'connectionLost' | 'refused';

/** 404 is also the status of an unknown path, so the words count too. */
const modelMissing = /model .*not found|not found, try pulling/i;
const gatewayStatus = new Set([502, 504]);

export function failureKind({ status, code, message }: RequestFailure): FailureKind {
  if (code === 'server_not_running') return 'serverNotRunning';
  if (status === 404 && modelMissing.test(message)) return 'modelNotFound';
  return status === null || gatewayStatus.has(status) ? 'connectionLost' : 'refused';
}

/** One or two plain sentences in place of the answer, with the status where there is one. */
export function failureMessage(failure: RequestFailure, model: string): string {
  switch (failureKind(failure)) {
    case 'serverNotRunning':
      return 'The server is not running.';
    case 'modelNotFound':
      return missingModelWords(model);
    case 'connectionLost':
      return 'The connection to the server was lost before it answered.';
    case 'refused':
      return `The server could not answer (status ${failure.status}): ${withStop(failure.message)}`;
  }
}

export function missingModelWords(model: string): string {
  return `${model} is not installed.`;
}

function withStop(words: string): string {
  const trimmed = words.trim();
  if (trimmed === '') return 'it gave no reason.';
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
