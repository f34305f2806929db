import type { Message } from '../../../../contract/conversations.ts';
import type { StreamEvent } from '../stream/stream-protocol.ts';
import { responseStats } from '../tabs/response-stats.ts';
import { failureKind, failureMessage, interruptionMessage } from './failure-message.ts';

/** A response that was requested and of which nothing has arrived. */
export function emptyResponse(id: string, model: string, at: number): Message {
  return { id, role: 'assistant', content: '', thinking: null, model, at, end: null, error: null, stats: null };
}

/** The response after an event of its stream. */
export function applyStreamEvent(response: Message, event: StreamEvent): Message {
  switch (event.type) {
    case 'pieces':
      return {
        ...response,
        content: response.content + event.text,
        thinking: event.thinking === '' ? response.thinking : (response.thinking ?? '') + event.thinking,
        stats: responseStats(event.timing, null),
      };
    case 'end':
      return {
        ...response,
        end: endOf(event.finish),
        stats: responseStats(event.timing, event.usage),
      };
    case 'failed':
      // What arrived before it stays readable, as an interrupted response.
      if (response.content !== '' || response.thinking !== null) {
        const error = interruptionMessage(event.failure);
        return { ...response, end: 'interrupted', error, failure: failureKind(event.failure) };
      }
      return {
        ...response,
        end: 'error',
        error: failureMessage(event.failure, response.model ?? ''),
        failure: failureKind(event.failure),
      };
    case 'vectors':
      return response;
  }
}

/** A stream that ends without a finish reason was interrupted by an error of the server: the response isn't complete. */
function endOf(finish: string | null): Message['end'] {
  if (finish === null) return 'interrupted';
  return finish === 'length' ? 'length' : 'complete';
}

export function stoppedResponse(response: Message): Message {
  return { ...response, end: 'stopped' };
}

/** Marks responses of a saved conversation that were still being generated, as after a reload, as interrupted. */
export function withInterruptedResponses(messages: readonly Message[]): Message[] {
  return messages.map((message) =>
    message.role === 'assistant' && message.end === null ? { ...message, end: 'interrupted' } : message,
  );
}
