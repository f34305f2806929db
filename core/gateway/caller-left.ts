import type { ServerResponse } from 'node:http';

/** Aborts when the connection of a caller closes before its answer was written whole. */
export const callerLeft = (response: ServerResponse): AbortSignal => {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort();
  });
  return left.signal;
};
