import { createServer, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { paceOf, streamEnd, streamedToken, wholeResponse } from './upstream-responses.ts';

const ChatRequest = z.object({
  model: z.string(),
  stream: z.boolean().default(false),
  max_tokens: z.number().default(0),
  stream_options: z.object({ include_usage: z.boolean().default(false) }).optional(),
});

/** A program: a minimal upstream, so that what a proxy adds isn't lost in the upstream's own time. */
const server = createServer(async (request, response) => {
  const { model, stream, max_tokens, stream_options } = ChatRequest.parse(await json(request));
  if (!stream) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(wholeResponse) });
    response.end(wholeResponse);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const end = streamEnd(stream_options?.include_usage ?? false);
  writeTokens(response, { paceMs: paceOf(model), tokens: max_tokens, end });
});

interface Tokens {
  readonly paceMs: number;
  readonly tokens: number;
  readonly end: string;
}

function writeTokens(response: ServerResponse, { paceMs, tokens, end }: Tokens): void {
  let sent = 0;
  const step = (): void => {
    if (response.destroyed) return;
    if (sent === tokens) {
      response.end(end);
      return;
    }
    response.write(streamedToken(sent));
    sent += 1;
    if (paceMs === 0) setImmediate(step);
    else setTimeout(step, paceMs);
  };
  step();
}

// Idle connections are closed by the other side only.
server.keepAliveTimeout = 0;
server.listen({ host: '127.0.0.1', port: 0, backlog: 2048 }, () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
process.once('disconnect', () => process.exit());
