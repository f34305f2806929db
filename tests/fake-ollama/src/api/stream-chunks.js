/**
 * @import { ServerResponse } from 'node:http'
 * @import { Chunk } from '../types.ts'
 */
import { StreamFault } from '../generation/generate.js';
import { ApiError } from '../http/api-error.js';
import { startStream } from '../http/response.js';

/**
 * Streams chunks. Failures before the first one are thrown, so that they get a status; later ones end the stream with the text of
 * `onError`, or break the connection where a switch asks for it.
 * @param {ServerResponse} res
 * @param {{
 *   readonly chunks: AsyncGenerator<Chunk, void>,
 *   readonly type: string,
 *   readonly write: (chunk: Chunk) => string,
 *   readonly onError: (error: ApiError) => string,
 *   readonly sendAlone?: (first: Chunk) => boolean,
 * }} options `write` turns one chunk into the text to send, in order; `sendAlone` returns true when it sent the first chunk as the
 *   whole response
 */
export async function streamChunks(res, { chunks, type, write, onError, sendAlone = () => false }) {
  const first = await chunks.next();
  if (!first.done && sendAlone(first.value)) {
    await chunks.return();
    return;
  }
  startStream(res, type);
  try {
    for (let next = first; !next.done; next = await chunks.next()) {
      res.write(write(next.value));
    }
    res.end();
  } catch (error) {
    endWithError(res, error, onError);
  }
}

/**
 * @param {ServerResponse} res
 * @param {unknown} error
 * @param {(error: ApiError) => string} onError
 */
function endWithError(res, error, onError) {
  if (error instanceof StreamFault && error.kind === 'reported') {
    return res.end(`data: ${JSON.stringify({ error: { message: error.message, type: 'api_error', code: null } })}\n\n`);
  }
  if (error instanceof StreamFault) return error.kind === 'noDone' ? res.end() : res.destroy();
  if (!(error instanceof ApiError)) throw error;
  return error.status === 499 ? res.destroy() : res.end(onError(error));
}
