import type { ActivityRecord } from '../../activity/activity-log.ts';
import type { UpstreamResponse } from '../../http/upstream-client.ts';
import { classifyResponse, createResponseTail } from './response-tail.ts';

/** Some APIs report the prompt's tokens at the beginning of a long response. */
const HEAD_BYTES = 4096;

export interface ObserveOptions {
  readonly path: string;
  readonly record: ActivityRecord;
  /** The client's, to tell a canceled response from a failed one. */
  readonly signal: AbortSignal;
  /** Called with each chunk; on the hot path, so it must cost nothing. */
  readonly onChunk: () => void;
}

/** The media type of a response; empty where it has none. */
export function contentTypeOf({ headers }: Pick<UpstreamResponse, 'headers'>): string {
  return String(headers['content-type'] ?? '');
}

/** Records what becomes of a response while something else reads its body. Call it before anything does. */
export function observeResponse(response: UpstreamResponse, { path, record, signal, onChunk }: ObserveOptions): void {
  const { status, body } = response;
  const tail = createResponseTail();
  let head = '';
  record.setStatus(status);
  body.on('data', (chunk: Buffer) => {
    if (head === '') record.firstByte();
    if (head.length < HEAD_BYTES) head += chunk.toString('latin1', 0, HEAD_BYTES);
    tail.push(chunk);
    onChunk();
  });
  // A failure shows in what arrived: an incomplete response.
  body.on('error', () => undefined);
  body.once('close', () => {
    const { outcome, usage } = classifyResponse(`${head}\n${tail.text()}`, {
      path,
      status,
      contentType: contentTypeOf(response),
      isComplete: body.readableEnded,
      isCanceled: signal.aborted,
    });
    record.end(outcome, usage);
  });
}
