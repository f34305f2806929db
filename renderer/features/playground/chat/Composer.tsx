import { ArrowUp, Square } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, type ReactNode, useId } from 'react';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';

export interface ComposerProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly isGenerating: boolean;
  /** Why nothing can be sent, or null. */
  readonly disabledReason: string | null;
  readonly onSend: () => void;
  readonly onStop: () => void;
  readonly picker: ReactNode;
}

/** Where a message is written: Return sends it, and Shift-Return starts a new line. */
export function Composer(props: ComposerProps) {
  const { text, onText, isGenerating, disabledReason, onSend, onStop, picker } = props;
  const reasonId = useId();
  const reason = isGenerating ? null : disabledReason;
  const canSend = !isGenerating && reason === null && text.trim() !== '';
  const submit = (event: FormEvent | KeyboardEvent): void => {
    event.preventDefault();
    if (canSend) onSend();
  };
  return (
    <form className="composer" onSubmit={submit}>
      <textarea
        className="box"
        aria-label={playgroundText('composer.message')}
        aria-describedby={reason === null ? undefined : reasonId}
        placeholder={playgroundText('composer.message')}
        rows={1}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) submit(event);
        }}
      />
      <div className="bar-row">
        {picker}
        <span className="grow" />
        <span id={reasonId} className={reason === null ? 'sr' : 'field-error'} aria-live="polite">
          {reason}
        </span>
        {reason === null && (
          <span className="hint-keys">
            {playgroundText(isGenerating ? 'composer.escapeToStop' : 'composer.returnToSend')}
          </span>
        )}
        {isGenerating ? (
          <button
            key="stop"
            type="button"
            className="send"
            aria-label={playgroundText('composer.stop')}
            title={playgroundText('composer.stopShortcut')}
            onClick={onStop}
          >
            <Square className="icon s12 solid" />
          </button>
        ) : (
          <button
            key="send"
            type="submit"
            className="send"
            aria-label={playgroundText('composer.send')}
            title={reason ?? playgroundText('composer.sendShortcut')}
            disabled={!canSend}
          >
            <ArrowUp className="icon" />
          </button>
        )}
      </div>
    </form>
  );
}
