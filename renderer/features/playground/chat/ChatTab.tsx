import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { Banner } from '../../../components/Banner.tsx';
import type { Parsed } from '../../../components/parse-number.ts';
import { readText, useStoredState } from '../../../components/stored-state.ts';
import type { Parameters } from '../parameters/sampling-parameters.ts';
import { type ChatOptions, chatOptions } from '../session/chat-request.ts';
import { usePlaygroundTools } from '../session/playground-tools.ts';
import { ModelPicker } from '../tabs/ModelPicker.tsx';
import type { ModelChoice } from '../tabs/model-choices.ts';
import { StatLine } from '../tabs/StatLine.tsx';
import { useStopKeys } from '../tabs/use-stop-keys.ts';
import { Composer } from './Composer.tsx';
import { ConversationLog, type ConversationLogProps } from './ConversationLog.tsx';
import { History } from './History.tsx';
import { useChat } from './use-chat.ts';
import './chat.css';

const draftState = { kept: 'session', read: readText } as const;

export interface ChatTabProps {
  readonly choice: ModelChoice;
  readonly onModel: (model: string) => void;
  /** What to send, or why nothing can be sent. */
  readonly parameters: Parsed<Parameters>;
  readonly historyOpen: boolean;
}

/** The chat: history, the open conversation, and the composer. */
export function ChatTab({ choice, onModel, parameters, historyOpen }: ChatTabProps) {
  const { session } = usePlaygroundTools();
  const isGenerating = useChat((chat) => chat.generating !== null);
  const options = chatOptions(choice.model, parameters);
  const latestOptions = useRef(options);
  useEffect(() => {
    latestOptions.current = options;
  });
  const regenerate = useCallback(
    (responseId: string) => {
      if ('value' in latestOptions.current) session.regenerate(responseId, latestOptions.current.value);
    },
    [session],
  );
  const stop = useCallback(() => session.stop(), [session]);
  useStopKeys(isGenerating, stop);
  return (
    <>
      <History open={historyOpen} />
      <section className="talk" aria-label={playgroundText('chat.name')}>
        <OpenConversation onRegenerate={regenerate} blockedReason={'problem' in options ? options.problem : null} />
        <ChatComposer options={options} picker={<ModelPicker {...choice} onChange={onModel} />} />
        <LastStats />
      </section>
    </>
  );
}

/** Redraws with every piece of a response, so that nothing else has to. */
function OpenConversation(props: Pick<ConversationLogProps, 'onRegenerate' | 'blockedReason'>) {
  const conversation = useChat((chat) => chat.conversation);
  const generating = useChat((chat) => chat.generating);
  const problem = useChat((chat) => chat.problem);
  const isComplete = generating === null && conversation.messages.at(-1)?.end === 'complete';
  return (
    <>
      {problem && (
        <div className="page-banners">
          <Banner tone="warn" title={playgroundText(`chat.${problem}`)} />
        </div>
      )}
      <ConversationLog key={conversation.id} conversation={conversation} generating={generating} {...props} />
      <p className="sr" aria-live="polite">
        {isComplete ? playgroundText('chat.complete') : ''}
      </p>
    </>
  );
}

/** The draft survives a reload, until it is sent. */
function ChatComposer({ options, picker }: { readonly options: Parsed<ChatOptions>; readonly picker: ReactNode }) {
  const { session } = usePlaygroundTools();
  const isGenerating = useChat((chat) => chat.generating !== null);
  const [draft, setDraft] = useStoredState('playground.draft', draftState);
  const send = (): void => {
    if ('problem' in options) return;
    session.send(draft.trim(), options.value);
    setDraft('');
  };
  return (
    <Composer
      text={draft}
      onText={setDraft}
      isGenerating={isGenerating}
      disabledReason={'problem' in options ? options.problem : null}
      onSend={send}
      onStop={() => session.stop()}
      picker={picker}
    />
  );
}

function LastStats() {
  const stats = useChat(
    ({ conversation }) => conversation.messages.findLast(({ role }) => role === 'assistant')?.stats,
  );
  return <StatLine stats={stats ?? null} />;
}
