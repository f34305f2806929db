import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, type Dispatcher } from 'undici';

/**
 * A program: what Node can do at most. A proxy of node:http and undici that checks, records, and limits nothing. Of undici's ways
 * to send a request, `dispatch` is the fastest, and a body that is read first is faster than one that streams. The upstream's port
 * is its argument.
 */
const [upstreamPort = ''] = process.argv.slice(2);
const origin = `http://127.0.0.1:${upstreamPort}`;
const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

/** Writes the upstream's response to the client, no faster than the client reads. */
function relayTo(response: ServerResponse): Dispatcher.DispatchHandler {
  return {
    onRequestStart(controller) {
      response.once('close', () => {
        if (!response.writableFinished) controller.abort(new Error('the client disconnected'));
      });
    },
    onResponseStart(_controller, status, { connection: _, 'keep-alive': __, ...headers }) {
      response.writeHead(status, headers);
    },
    onResponseData(controller, chunk) {
      if (response.write(chunk)) return;
      controller.pause();
      response.once('drain', () => controller.resume());
    },
    onResponseEnd() {
      response.end();
    },
    onResponseError() {
      response.destroy();
    },
  };
}

function forward(
  { method = '', url: path = '', headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  const { 'content-type': type, 'content-length': length } = headers;
  const sent = { origin, path, method, headers: { 'content-type': type, 'content-length': length } };
  agent.dispatch({ ...sent, body: body.byteLength > 0 ? body : null }, relayTo(response));
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', () => forward(request, Buffer.concat(chunks), response));
});
server.keepAliveTimeout = 0;
server.listen({ host: '127.0.0.1', port: 0, backlog: 2048 }, () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
process.once('disconnect', () => process.exit());
