import type { MessageStats, ResponseFailure } from '../../../../contract/conversations.ts';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { failureKind, failureMessage, interruptionMessage } from '../session/failure-message.ts';
import type { StreamEvent } from '../stream/stream-protocol.ts';
import { responseStats } from '../tabs/response-stats.ts';

/** A prompt and its continuation. */
export interface CompletionState {
  /** The text that the model generated. */
  readonly generated: string;
  readonly isGenerating: boolean;
  readonly stats: MessageStats | null;
  /** How it ended, unless it is simply complete. */
  readonly note: string | null;
  readonly failure: ResponseFailure | null;
}

export const emptyCompletion: CompletionState = {
  generated: '',
  isGenerating: false,
  stats: null,
  note: null,
  failure: null,
};
export const startedCompletion: CompletionState = { ...emptyCompletion, isGenerating: true };

/** The completion after an event of its stream. */
export function applyToCompletion(state: CompletionState, event: StreamEvent, model: string): CompletionState {
  switch (event.type) {
    case 'pieces':
      return { ...state, generated: state.generated + event.text, stats: responseStats(event.timing, null) };
    case 'end':
      return {
        ...state,
        isGenerating: false,
        stats: responseStats(event.timing, event.usage),
        note: endNote(event.finish),
      };
    case 'failed':
      return {
        ...state,
        isGenerating: false,
        note:
          state.generated === ''
            ? failureMessage(event.failure, model)
            : (interruptionMessage(event.failure) ?? playgroundText('completion.interrupted')),
        failure: failureKind(event.failure),
      };
    case 'vectors':
      return state;
  }
}

function endNote(finish: string | null): string | null {
  if (finish === null) return playgroundText('completion.interrupted');
  return finish === 'length' ? playgroundText('response.length') : null;
}
