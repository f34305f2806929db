import { readText, useStoredState } from '../../../components/stored-state.ts';
import { ModelPicker } from '../ModelPicker.tsx';
import type { ModelChoice } from '../model-choices.ts';
import type { Parameters } from '../parameters/sampling-parameters.ts';
import { usePlaygroundTools } from '../playground-tools.ts';
import { askOptions } from './ask-options.ts';
import { Composer } from './Composer.tsx';
import { useChat } from './use-chat.ts';

const draftState = { kept: 'session', read: readText } as const;

export interface ChatComposerProps {
  readonly choice: ModelChoice;
  readonly onModel: (model: string) => void;
  readonly parameters: Parameters;
}

/** The next message. What is typed stays through a reload, and until it has been sent. */
export function ChatComposer({ choice, onModel, parameters }: ChatComposerProps) {
  const { session } = usePlaygroundTools();
  const writing = useChat((chat) => chat.writing !== null);
  const [draft, setDraft] = useStoredState('playground.draft', draftState);
  const options = askOptions(choice.model, parameters);
  const send = (): void => {
    if (options === null) return;
    session.ask(draft.trim(), options);
    setDraft('');
  };
  return (
    <Composer
      text={draft}
      onText={setDraft}
      writing={writing}
      disabledReason={options === null ? 'Pull a model first.' : null}
      onSend={send}
      onStop={() => session.stop()}
      picker={<ModelPicker {...choice} onChange={onModel} />}
    />
  );
}
