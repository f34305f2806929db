import type { IncomingMessage } from 'node:http';
import { pipeline, Transform } from 'node:stream';
import { createAnswerTail, endsTooEarly, usageIn } from './answer-tail.ts';
import type { GatewayRecord } from './gateway-activity.ts';
import type { StreamFilter } from './usage-filter.ts';

/** Some shapes tell what the question cost at the beginning of a long answer. */
const HEAD_BYTES = 4096;

export interface RelayOptions {
  readonly path: string;
  readonly record: GatewayRecord;
  /** The caller's, to tell a cancelled answer from a failed one. */
  readonly signal: AbortSignal;
  /** What must not reach the caller is taken out here. */
  readonly filter: StreamFilter | null;
}

/** The answer of the server as it goes on to the caller, chunk by chunk; how it ended and what it cost is written into the record. */
export const relayAnswer = (answer: IncomingMessage, { path, record, signal, filter }: RelayOptions): Transform => {
  const tail = createAnswerTail();
  let head = '';
  const status = answer.statusCode ?? 502;
  record.answered(status);
  const relay = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (head === '') record.firstByte();
      if (head.length < HEAD_BYTES) head += chunk.toString('latin1', 0, HEAD_BYTES);
      tail.push(chunk);
      const passed = filter ? filter.push(chunk) : chunk;
      done(null, passed.byteLength > 0 ? passed : undefined);
    },
    flush(done) {
      const rest = filter?.rest();
      done(null, rest && rest.byteLength > 0 ? rest : undefined);
    },
  });
  pipeline(answer, relay, (error) => {
    const end = tail.text();
    const cut = endsTooEarly(path, answer.headers['content-type'] ?? null, end);
    const usage = usageIn(`${head}\n${end}`);
    if (error) record.end(signal.aborted ? 'cancelled' : 'failed', usage);
    else record.end(status < 400 && !cut ? 'done' : 'failed', usage);
  });
  return relay;
};
