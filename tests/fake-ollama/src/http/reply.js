/** One JSON reply with a length, as gin sends it. */
export function sendJson(res, status, value, { type = 'application/json; charset=utf-8', newline = false } = {}) {
  send(res, status, `${JSON.stringify(value)}${newline ? '\n' : ''}`, { type });
}

export function send(res, status, text, { type } = {}) {
  const body = Buffer.from(text);
  res.writeHead(status, { ...(type === undefined ? {} : { 'Content-Type': type }), 'Content-Length': body.length });
  res.end(res.req.method === 'HEAD' ? undefined : body);
}

/** Starts a stream of the given type; the chunks follow by `res.write`. */
export function startStream(res, type) {
  res.writeHead(200, { 'Content-Type': type });
  res.flushHeaders();
}

/** A signal that fires when the client leaves before the reply is complete. */
export function clientGone(res) {
  const controller = new AbortController();
  res.on('close', () => {
    if (!res.writableFinished) controller.abort();
  });
  return controller.signal;
}
