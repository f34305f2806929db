import type { ServerResponse } from 'node:http';
import type { HttpHeaders } from '../../http/upstream-client.ts';
import type { Exchange } from '../listener/exchange.ts';
import type { ResponseObserver } from './observe-response.ts';
import type { ResponseHead, ResponseReader } from './server-connections.ts';
import type { StreamFilter } from './usage-filter.ts';

/** Headers as Node writes them. */
function writableHeaders(headers: HttpHeaders, common: Readonly<Record<string, string>>) {
  const writable: Record<string, string | string[]> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) writable[name] = value;
  }
  return Object.assign(writable, common);
}

/** Begins a response: its head is sent with the first bytes of its body. */
function writeHead({ request, response, headers: common }: Exchange, { status, headers }: ResponseHead): void {
  const written = writableHeaders(headers, common);
  // The rest of the request would be read as the next one.
  if (!request.complete) written.connection = 'close';
  response.writeHead(status, written);
}

export interface RelayOptions {
  readonly observer: ResponseObserver;
  /** Removes what the client must not get. */
  readonly filter: StreamFilter | null;
  /** Lets the server send on. */
  readonly resume: () => void;
}

function endWith(response: ServerResponse, rest: Buffer | undefined): void {
  if (rest && rest.byteLength > 0) response.end(rest);
  else response.end();
}

/** Sends the server's response to the client, chunk by chunk and no faster than the client reads. */
export function relayResponse(
  exchange: Exchange,
  head: ResponseHead,
  { observer, filter, resume }: RelayOptions,
): ResponseReader {
  const { response } = exchange;
  writeHead(exchange, head);
  return {
    onData(chunk) {
      observer.push(chunk);
      const filtered = filter ? filter.push(chunk) : chunk;
      if (filtered.byteLength === 0 || response.write(filtered)) return true;
      response.once('drain', resume);
      return false;
    },
    onEnd() {
      endWith(response, filter?.rest());
      observer.end({ isComplete: true, isCanceled: false });
    },
    onBroken() {
      observer.end({ isComplete: false, isCanceled: exchange.isOver() });
      // Cut off, so that the client doesn't take a part for the whole.
      response.destroy();
    },
  };
}
