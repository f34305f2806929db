/** @import { ServerResponse } from 'node:http' */

/** What the compatible APIs send: another type than gin's, and a line's end. */
export const COMPATIBLE_JSON = { type: 'application/json', newline: true };

/**
 * One JSON response with a length, as gin sends it.
 * @param {ServerResponse} res
 * @param {number} status
 * @param {unknown} value
 * @param {{ readonly type?: string, readonly newline?: boolean }} [options]
 */
export function sendJson(res, status, value, { type = 'application/json; charset=utf-8', newline = false } = {}) {
  send(res, status, `${JSON.stringify(value)}${newline ? '\n' : ''}`, { type });
}

/**
 * One response with a length; without a `type` the header is left out.
 * @param {ServerResponse} res
 * @param {number} status
 * @param {string} text
 * @param {{ readonly type?: string }} [options]
 */
export function send(res, status, text, { type } = {}) {
  const body = Buffer.from(text);
  res.writeHead(status, { ...(type === undefined ? {} : { 'Content-Type': type }), 'Content-Length': body.length });
  res.end(res.req.method === 'HEAD' ? undefined : body);
}

/**
 * Starts a stream of the given type; the chunks follow by `res.write`.
 * @param {ServerResponse} res
 * @param {string} type
 */
export function startStream(res, type) {
  res.writeHead(200, { 'Content-Type': type });
  res.flushHeaders();
}

/**
 * A signal that fires when the client disconnects before the response is complete.
 * @param {ServerResponse} res
 */
export function disconnectSignal(res) {
  const controller = new AbortController();
  res.on('close', () => {
    if (!res.writableFinished) controller.abort();
  });
  return controller.signal;
}
