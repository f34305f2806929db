import type { IncomingHttpHeaders } from 'node:http';

/** What the server may see of a client; the rest says who is asking, and Ollama copies some of it onto cloud requests. */
const PASSED = ['accept', 'content-type', 'user-agent', 'anthropic-version'];

/** What belongs to one connection only is passed on in neither direction; `Expect` is answered here. */
const HOP_BY_HOP = [
  ...['connection', 'expect', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
  ...['proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
];

/** They tell who is asking. A listener without a key keeps only these back; Origin stays: the server judges it. */
const IDENTIFYING_HEADERS = /^(?:authorization|x-api-key|cookie|forwarded|x-forwarded-.*|x-real-ip|via)$/;

function droppedFrom(connection: string | null | undefined): ReadonlySet<string> {
  return new Set([...HOP_BY_HOP, ...(connection ?? '').split(',').map((name) => name.trim().toLowerCase())]);
}

export function requestHeaders(headers: Headers): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of PASSED) {
    const value = headers.get(name);
    if (value !== null) passed[name] = value;
  }
  return passed;
}

/** The same of a request as Node has it. */
export function passedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of PASSED) {
    const value = headers[name];
    if (typeof value === 'string') passed[name] = value;
  }
  return passed;
}

/** Of a request that came without a key: all but what tells who is asking and what belongs to its connection. */
export function keylessHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const dropped = droppedFrom(headers.connection);
  const passed: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !IDENTIFYING_HEADERS.test(name) && !dropped.has(name)) passed[name] = value;
  }
  return passed;
}

export function answerHeaders(headers: Headers): Headers {
  const dropped = droppedFrom(headers.get('connection'));
  const kept = new Headers();
  for (const [name, value] of headers) {
    if (!dropped.has(name) && !name.startsWith('access-control-')) kept.append(name, value);
  }
  return kept;
}

/** The same of an answer as Node has it; with `cors`, the server's permissions for web pages stay. */
export function keptAnswerHeaders(headers: IncomingHttpHeaders, cors: boolean): IncomingHttpHeaders {
  const dropped = droppedFrom(headers.connection);
  const kept = Object.entries(headers).filter(
    ([name]) => !dropped.has(name) && (cors || !name.startsWith('access-control-')),
  );
  return Object.fromEntries(kept);
}
