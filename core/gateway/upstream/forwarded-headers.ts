import type { HttpHeaders } from '../../http/upstream-client.ts';

/** What the server gets of a client's headers; the rest identifies the client, and Ollama copies some of it onto cloud requests. */
const FORWARDED = ['accept', 'content-type', 'user-agent', 'anthropic-version'];

/** They belong to one connection and are forwarded in neither direction; the gateway itself responds to `Expect`. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  ...['connection', 'expect', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
  ...['proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
]);

/** A listener without keys removes only these. */
const IDENTIFYING_HEADERS = /^(?:authorization|x-api-key|cookie|forwarded|x-forwarded-.*|x-real-ip|via)$/;

/** The names that belong to the connection: always the same ones, and those that its `Connection` header lists. */
function connectionHeaders({ connection }: HttpHeaders): ReadonlySet<string> {
  // The usual values; they are no names of headers that anybody sends.
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return HOP_BY_HOP;
  const listed = [connection].flat().flatMap((value) => value.split(','));
  return new Set([...HOP_BY_HOP, ...listed.map((name) => name.trim().toLowerCase())]);
}

function filterHeaders(headers: HttpHeaders, isForwarded: (name: string) => boolean): HttpHeaders {
  const dropped = connectionHeaders(headers);
  const filtered: Record<string, HttpHeaders[string]> = {};
  for (const name of Object.keys(headers)) if (!dropped.has(name) && isForwarded(name)) filtered[name] = headers[name];
  return filtered;
}

/** The headers that the server gets of a request with a key. */
export function forwardedHeaders(headers: HttpHeaders): Record<string, string> {
  const forwarded: Record<string, string> = {};
  for (const name of FORWARDED) {
    const value = headers[name];
    if (typeof value === 'string') forwarded[name] = value;
  }
  return forwarded;
}

/**
 * The headers that the server gets of a request without a key: all that don't identify the client. Origin is passed on to be checked
 * again, but not where the server would take its own for another one's, because it has our address.
 */
export function loopbackHeaders(headers: HttpHeaders, { passOrigin }: { readonly passOrigin: boolean }): HttpHeaders {
  const isDropped = (name: string) => name === 'host' || (name === 'origin' && !passOrigin);
  return filterHeaders(headers, (name) => !isDropped(name) && !IDENTIFYING_HEADERS.test(name));
}

/** The same headers for a body of so many bytes that was decoded. */
export function decodedHeaders({ 'content-encoding': _, ...headers }: HttpHeaders, bytes: number): HttpHeaders {
  return { ...headers, 'content-length': String(bytes) };
}

/** The headers of the server's response that the client gets. With `passCors`, the server's own CORS headers are among them. */
export function responseHeaders(headers: HttpHeaders, { passCors }: { readonly passCors: boolean }): HttpHeaders {
  return filterHeaders(headers, (name) => passCors || !name.startsWith('access-control-'));
}
