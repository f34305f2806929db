import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ConversationSummary } from '../../../../contract/conversations.ts';
import { useClient } from '../../../client/corral-context.ts';
import { subscribe } from '../../../client/subscribe.ts';
import { Banner } from '../../../components/Banner.tsx';
import { ModelPicker } from '../ModelPicker.tsx';
import type { ModelChoice } from '../model-choices.ts';
import { type Parameters, toSampling } from '../parameters/sampling-parameters.ts';
import { usePlaygroundTools } from '../playground-tools.ts';
import { StatLine } from '../StatLine.tsx';
import { readText, useStoredState } from '../stored-state.ts';
import { useStopKeys } from '../use-stop-keys.ts';
import { Composer } from './Composer.tsx';
import { ConversationLog } from './ConversationLog.tsx';
import { HistoryColumn } from './HistoryColumn.tsx';
import './chat.css';

export interface ChatTabProps {
  readonly choice: ModelChoice;
  readonly onModel: (model: string) => void;
  readonly parameters: Parameters;
  readonly historyOpen: boolean;
}

/** The chat: history, the conversation, and where the next message is written. */
export function ChatTab({ choice, onModel, parameters, historyOpen }: ChatTabProps) {
  const client = useClient();
  const { session } = usePlaygroundTools();
  const { conversation, writing, problem } = useSyncExternalStore(session.subscribe, session.get);
  const [draft, setDraft] = useStoredState('playground.draft', draftState);
  const list = useConversationList();
  const { model } = choice;

  const options = useRef({ model, parameters });
  useEffect(() => {
    options.current = { model, parameters };
  });
  const answerAgain = useCallback(
    (answerId: string) => {
      const { model: chosen, parameters: set } = options.current;
      if (chosen === null) return;
      session.answerAgain(answerId, { model: chosen, systemPrompt: set.systemPrompt, sampling: toSampling(set) });
    },
    [session],
  );
  const stop = useCallback(() => session.stop(), [session]);
  useStopKeys(writing !== null, stop);
  const startNew = useCallback(() => session.startNew(), [session]);
  useNewChatKey(startNew);

  const send = (): void => {
    if (model === null) return;
    session.ask(draft.trim(), { model, systemPrompt: parameters.systemPrompt, sampling: toSampling(parameters) });
    setDraft('');
  };
  const remove = (id: string): void => {
    session.forget(id);
    void client.conversations.remove({ id });
  };
  const lastAnswer = conversation.messages.findLast(({ role }) => role === 'assistant');
  return (
    <>
      {historyOpen && (
        <HistoryColumn
          list={list}
          shownId={conversation.id}
          onOpen={(id) => void session.open(id)}
          onNew={startNew}
          onDelete={remove}
        />
      )}
      <section className="talk" aria-label="Chat">
        {problem && (
          <div className="page-banners">
            <Banner tone="warn" title={problem} />
          </div>
        )}
        <ConversationLog
          key={conversation.id}
          conversation={conversation}
          writing={writing}
          onAnswerAgain={answerAgain}
        />
        <p className="sr" aria-live="polite">
          {writing === null && lastAnswer?.end === 'complete' ? 'The answer is finished.' : ''}
        </p>
        <Composer
          text={draft}
          onText={setDraft}
          writing={writing !== null}
          disabledReason={model === null ? 'Pull a model first.' : null}
          onSend={send}
          onStop={stop}
          picker={<ModelPicker {...choice} onChange={onModel} />}
        />
        <StatLine stats={lastAnswer?.stats ?? null} />
      </section>
    </>
  );
}

const draftState = { kept: 'session', read: readText } as const;

function useConversationList(): readonly ConversationSummary[] {
  const client = useClient();
  const [list, setList] = useState<readonly ConversationSummary[]>([]);
  useEffect(() => subscribe((options) => client.conversations.watch(undefined, options), setList), [client]);
  return list;
}

function useNewChatKey(startNew: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'n' || !event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      startNew();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [startNew]);
}
