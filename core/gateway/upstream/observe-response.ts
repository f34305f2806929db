import type { ActivityRecord } from '../../activity/activity-log.ts';
import { classifyResponse, createResponseTail } from './response-tail.ts';
import type { ResponseHead } from './server-connections.ts';

/** Some APIs report the prompt's tokens at the beginning of a long response. */
const HEAD_BYTES = 4096;

export interface ObserveOptions {
  readonly path: string;
  readonly record: ActivityRecord;
  /** Called with each chunk; on the hot path, so it must cost nothing. */
  readonly onChunk: () => void;
}

/** Records what becomes of a response, of which it is told. */
export interface ResponseObserver {
  push(chunk: Buffer): void;
  /** The response has ended: all of it was received, or the client has disconnected, or neither. */
  end(how: { readonly isComplete: boolean; readonly isCanceled: boolean }): void;
}

/** The media type of a response; empty where it has none. */
export function contentTypeOf({ headers }: Pick<ResponseHead, 'headers'>): string {
  return String(headers['content-type'] ?? '');
}

export function observeResponse(response: ResponseHead, { path, record, onChunk }: ObserveOptions): ResponseObserver {
  const { status } = response;
  const tail = createResponseTail();
  let head = '';
  record.setStatus(status);
  return {
    push(chunk) {
      if (head === '') record.firstByte();
      if (head.length < HEAD_BYTES) head += chunk.toString('latin1', 0, HEAD_BYTES);
      tail.push(chunk);
      onChunk();
    },
    end({ isComplete, isCanceled }) {
      const text = `${head}\n${tail.text()}`;
      const contentType = contentTypeOf(response);
      const { outcome, usage } = classifyResponse(text, { path, status, contentType, isComplete, isCanceled });
      record.end(outcome, usage);
    },
  };
}
