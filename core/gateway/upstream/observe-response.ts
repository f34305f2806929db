import type { ActivityRecord } from '../../activity/activity-log.ts';
import { classifyResponse, createResponseExcerpt } from './response-tail.ts';
import type { ResponseHead } from './server-connections.ts';

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
  const excerpt = createResponseExcerpt();
  let hasBegun = false;
  record.setStatus(status);
  return {
    push(chunk) {
      if (!hasBegun) record.firstByte();
      hasBegun = true;
      excerpt.push(chunk);
      onChunk();
    },
    end({ isComplete, isCanceled }) {
      const contentType = contentTypeOf(response);
      const { outcome, usage } = classifyResponse(excerpt.text(), {
        path,
        status,
        contentType,
        isComplete,
        isCanceled,
      });
      record.end(outcome, usage);
    },
  };
}
