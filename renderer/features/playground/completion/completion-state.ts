import type { MessageStats } from '../../../../contract/conversations.ts';
import { type FailureKind, failureKind, failureMessage } from '../chat/failure-message.ts';
import { answerStats } from '../chat/response-stats.ts';
import type { StreamEvent } from '../stream/stream-protocol.ts';

/** A prompt being continued. */
export interface CompletionState {
  /** The part of the text that came from the model. */
  readonly made: string;
  readonly writing: boolean;
  readonly stats: MessageStats | null;
  /** What became of it where that isn't a plain end. */
  readonly note: string | null;
  readonly failure: FailureKind | null;
}

export const noCompletion: CompletionState = { made: '', writing: false, stats: null, note: null, failure: null };
export const begunCompletion: CompletionState = { ...noCompletion, writing: true };

export function applyToCompletion(state: CompletionState, event: StreamEvent, model: string): CompletionState {
  switch (event.type) {
    case 'pieces':
      return { ...state, made: state.made + event.text, stats: answerStats(event.timing, null) };
    case 'end':
      return { ...state, writing: false, stats: answerStats(event.timing, event.usage), note: endNote(event.finish) };
    case 'failed':
      return {
        ...state,
        writing: false,
        note: failureMessage(event.failure, model),
        failure: failureKind(event.failure),
      };
    case 'vectors':
      return state;
  }
}

function endNote(finish: string | null): string | null {
  if (finish === null) return 'It was interrupted: it ends before the model was done.';
  return finish === 'length' ? 'It ended at the token limit.' : null;
}
