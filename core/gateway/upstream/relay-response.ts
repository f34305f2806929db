import type { FastifyReply } from 'fastify';
import type { GatewayRecord } from '../gateway-activity.ts';
import { classifyResponse, createResponseTail } from './response-tail.ts';
import type { ServerAnswer } from './server-proxy.ts';
import type { StreamFilter } from './usage-filter.ts';

/** Some shapes tell what the question cost at the beginning of a long answer. */
const HEAD_BYTES = 4096;

interface ObserveOptions {
  readonly path: string;
  readonly record: GatewayRecord;
  /** The client's, to tell a cancelled answer from a failed one. */
  readonly signal: AbortSignal;
  /** Called with each chunk; on the hot path, so it must cost nothing. */
  readonly onChunk: () => void;
}

/** Writes into the record what becomes of the server's answer, as whoever reads it lets it flow. */
function observeRelay(answer: ServerAnswer, { path, record, signal, onChunk }: ObserveOptions): void {
  const { status, contentType, body } = answer;
  const tail = createResponseTail();
  let head = '';
  record.answered(status);
  body.on('data', (chunk: Buffer) => {
    if (head === '') record.firstByte();
    if (head.length < HEAD_BYTES) head += chunk.toString('latin1', 0, HEAD_BYTES);
    tail.push(chunk);
    onChunk();
  });
  // What broke shows in what came: an answer that is not whole.
  body.on('error', () => undefined);
  body.once('close', () => {
    const how = { path, status, contentType, arrived: body.readableEnded, left: signal.aborted };
    const { outcome, usage } = classifyResponse(`${head}\n${tail.text()}`, how);
    record.end(outcome, usage);
  });
}

export interface RelayOptions extends ObserveOptions {
  /** What must not reach the client is taken out here. */
  readonly filter: StreamFilter | null;
}

/**
 * Sends the answer of the server on to the client, chunk by chunk and no faster than the client reads. Written by hand,
 * because a `Transform` between the two kept 20 kB a request alive past the young generation and tripled the time to the
 * first byte under load (bench/gateway.ts).
 */
export function relayResponse(answer: ServerAnswer, reply: FastifyReply, options: RelayOptions): void {
  const { filter } = options;
  const { body } = answer;
  observeRelay(answer, options);
  reply.hijack();
  const { raw } = reply;
  raw.statusCode = reply.statusCode;
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  const resume = () => void body.resume();
  body.on('data', (chunk: Buffer) => {
    const passed = filter ? filter.push(chunk) : chunk;
    if (passed.byteLength === 0 || raw.write(passed)) return;
    body.pause();
    raw.once('drain', resume);
  });
  body.once('end', () => {
    const rest = filter?.rest();
    if (rest && rest.byteLength > 0) raw.end(rest);
    else raw.end();
  });
  body.once('close', () => {
    // Cut off, so that the client doesn't take a part for the whole.
    if (!body.readableEnded) raw.destroy();
  });
  raw.once('close', () => void body.destroy());
}
