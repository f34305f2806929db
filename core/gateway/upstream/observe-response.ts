import type { ActivityRecord } from '../../activity/activity-log.ts';
import { NO_USAGE } from '../gateway-activity.ts';
import { classifyResponse, createResponseTail } from './response-tail.ts';

export interface ObservedAnswer {
  readonly path: string;
  readonly record: ActivityRecord;
  /** The client's, to tell a cancelled answer from a failed one. */
  readonly signal: AbortSignal;
  /** Called with each chunk; on the hot path, so it must cost nothing. */
  readonly onChunk: () => void;
}

/** The answer's body, each chunk handed on as it comes; what happens to it is written into the record. */
export function observeResponse(
  answer: Response,
  { path, record, signal, onChunk }: ObservedAnswer,
): ReadableStream | null {
  const tail = createResponseTail();
  record.answered(answer.status);
  if (!answer.body) {
    record.end(answer.ok ? 'done' : 'failed', NO_USAGE);
    return null;
  }
  const reader = answer.body.getReader();
  let begun = false;
  const end = (how: { readonly arrived: boolean; readonly left: boolean }) => {
    const contentType = answer.headers.get('content-type');
    const { outcome, usage } = classifyResponse(tail.text(), { path, contentType, status: answer.status, ...how });
    record.end(outcome, usage);
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            end({ arrived: true, left: false });
            controller.close();
            return;
          }
          if (!begun) record.firstByte();
          begun = true;
          onChunk();
          tail.push(value);
          controller.enqueue(value);
        } catch (error) {
          end({ arrived: false, left: signal.aborted });
          controller.error(error);
        }
      },
      async cancel(reason) {
        end({ arrived: false, left: true });
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
