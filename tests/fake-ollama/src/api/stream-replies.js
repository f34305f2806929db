import { StreamFault } from '../generation/generate.js';
import { ApiError } from '../http/api-error.js';
import { startStream } from '../http/reply.js';

/**
 * Streams replies. Failures before the first one go to the caller, with a proper status; later ones end the stream by `onError`,
 * or cut the connection where the switches ask for it.
 * @param write turns one reply into the text to send; called in order
 * @param single true for a reply that goes out as one JSON object instead of a stream
 */
export async function streamReplies(res, { replies, type, write, single, onError }) {
  const iterator = replies[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (single?.(first.value)) {
    await iterator.return?.();
    return single.send(first.value);
  }
  startStream(res, type);
  try {
    for (let next = first; !next.done; next = await iterator.next()) {
      res.write(write(next.value));
    }
    res.end();
  } catch (error) {
    endBadly(res, { error, onError });
  }
}

function endBadly(res, { error, onError }) {
  if (error instanceof StreamFault) return error.kind === 'noDone' ? res.end() : res.destroy();
  if (!(error instanceof ApiError)) throw error;
  return error.status === 499 ? res.destroy() : res.end(onError(error));
}
