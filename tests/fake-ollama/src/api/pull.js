/**
 * @import { App } from '../app.js'
 * @import { Handler } from '../http/router.js'
 * @import { ModelRequest, ProgressLine } from '../types.ts'
 */
import { readJson } from '../http/json-body.js';
import { disconnectSignal, sendJson, startStream } from '../http/response.js';
import { displayName } from '../models/name.js';
import { errorMessage } from '../process/error-message.js';
import { pullModel } from '../pull/pull.js';
import { parseReference, sentName } from './model-access.js';

/**
 * A pull responds with 200 at once; what fails later is a line of the stream.
 * @param {App} app
 * @returns {Handler}
 */
export function pull(app) {
  return async (req, res) => {
    /** @type {ModelRequest & { insecure?: boolean }} */
    const request = await readJson(req, 'api.PullRequest');
    const name = app.store.existing(parseReference(sentName(request)));
    const signal = disconnectSignal(res);
    const stream = request.stream !== false;
    const model = displayName(name);
    app.event('pull-started', { model });
    if (stream) startStream(res, 'application/x-ndjson');
    const report = (/** @type {ProgressLine} */ line) => {
      if (stream && !signal.aborted) res.write(`${JSON.stringify(line)}\n`);
    };
    try {
      await pullModel(app, { name, insecure: request.insecure === true, signal, report });
      if (stream) res.end();
      else sendJson(res, 200, { status: 'success' });
    } catch (error) {
      const message = errorMessage(error);
      app.event(signal.aborted ? 'pull-canceled' : 'pull-failed', { model, error: message });
      if (signal.aborted) return;
      if (stream) res.end(`${JSON.stringify({ error: message })}\n`);
      else sendJson(res, 500, { error: message });
    }
  };
}
