import { readJson } from '../http/json-body.js';
import { clientGone, sendJson, startStream } from '../http/reply.js';
import { displayName } from '../models/name.js';
import { pullModel } from '../pull/pull.js';
import { parseReference, sentName } from './model-access.js';

/** A pull at once answers 200; what goes wrong later is a line of the stream. */
export const pull = (app) => async (req, res) => {
  const request = await readJson(req, 'api.PullRequest');
  const name = app.store.existing(parseReference(sentName(request)));
  const signal = clientGone(res);
  const stream = request.stream !== false;
  const model = displayName(name);
  app.event('pull-started', { model });
  if (stream) startStream(res, 'application/x-ndjson');
  const report = (line) => stream && !signal.aborted && res.write(`${JSON.stringify(line)}\n`);
  try {
    await pullModel(app, { name, insecure: request.insecure === true, signal, report });
    if (stream) res.end();
    else sendJson(res, 200, { status: 'success' });
  } catch (error) {
    app.event(signal.aborted ? 'pull-cancelled' : 'pull-failed', { model, error: error.message });
    if (signal.aborted) return;
    if (stream) res.end(`${JSON.stringify({ error: error.message })}\n`);
    else sendJson(res, 500, { error: error.message });
  }
};
