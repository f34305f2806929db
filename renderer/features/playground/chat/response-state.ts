import type { Message } from '../../../../contract/conversations.ts';
import type { StreamEvent } from '../stream/stream-protocol.ts';
import { failureMessage } from './failure-message.ts';
import { answerStats } from './response-stats.ts';

/** An answer that has been asked for and of which nothing has come. */
export function emptyAnswer(id: string, model: string, at: number): Message {
  return { id, role: 'assistant', content: '', thinking: null, model, at, end: null, error: null, stats: null };
}

/** The answer after an event of its stream. */
export function applyStreamEvent(answer: Message, event: StreamEvent): Message {
  switch (event.type) {
    case 'pieces':
      return {
        ...answer,
        content: answer.content + event.text,
        thinking: event.thinking === '' ? answer.thinking : (answer.thinking ?? '') + event.thinking,
        stats: answerStats(event.timing, null),
      };
    case 'end':
      return {
        ...answer,
        end: endOf(event.finish),
        stats: answerStats(event.timing, event.usage),
      };
    case 'failed':
      // What has been said before the connection broke stays readable, as an interrupted answer.
      if (answer.content !== '' || answer.thinking !== null) return { ...answer, end: 'interrupted' };
      return { ...answer, end: 'error', error: failureMessage(event.failure, answer.model ?? '') };
    case 'vectors':
      return answer;
  }
}

/** A stream that breaks off without a finish reason has lost an error of the server: the answer isn't whole. */
function endOf(finish: string | null): Message['end'] {
  if (finish === null) return 'interrupted';
  return finish === 'length' ? 'length' : 'complete';
}

/** The answer as it stands when the person stops it. */
export function stopAnswer(answer: Message): Message {
  return { ...answer, end: 'stopped' };
}

/** A stored conversation in which an answer was still being written, as after a reload: nobody writes it any more. */
export function settleAnswers(messages: readonly Message[]): Message[] {
  return messages.map((message) =>
    message.role === 'assistant' && message.end === null ? { ...message, end: 'interrupted' } : message,
  );
}
