import { useCallback, useEffect, useRef } from 'react';
import type { ModelChoice } from '../model-choices.ts';
import type { Parameters } from '../parameters/sampling-parameters.ts';
import { usePlaygroundTools } from '../playground-tools.ts';
import { useStopKeys } from '../use-stop-keys.ts';
import { askOptions } from './ask-options.ts';
import { ChatComposer } from './ChatComposer.tsx';
import { ConversationPane } from './ConversationPane.tsx';
import { History } from './History.tsx';
import { LastFigures } from './LastFigures.tsx';
import { useChat } from './use-chat.ts';
import './chat.css';

export interface ChatTabProps {
  readonly choice: ModelChoice;
  readonly onModel: (model: string) => void;
  readonly parameters: Parameters;
  readonly historyOpen: boolean;
}

/** The chat: history, the conversation, and where the next message is written. */
export function ChatTab({ choice, onModel, parameters, historyOpen }: ChatTabProps) {
  const { session } = usePlaygroundTools();
  const writing = useChat((chat) => chat.writing !== null);
  const options = useRef(askOptions(choice.model, parameters));
  useEffect(() => {
    options.current = askOptions(choice.model, parameters);
  });
  const answerAgain = useCallback(
    (answerId: string) => {
      if (options.current !== null) session.answerAgain(answerId, options.current);
    },
    [session],
  );
  const stop = useCallback(() => session.stop(), [session]);
  useStopKeys(writing, stop);
  return (
    <>
      <History open={historyOpen} />
      <section className="talk" aria-label="Chat">
        <ConversationPane onAnswerAgain={answerAgain} />
        <ChatComposer choice={choice} onModel={onModel} parameters={parameters} />
        <LastFigures />
      </section>
    </>
  );
}
