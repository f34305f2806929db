import { ArrowUp, Square } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';

export interface ComposerProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly writing: boolean;
  /** Why nothing can be sent now, or null. */
  readonly disabledReason: string | null;
  readonly onSend: () => void;
  readonly onStop: () => void;
  /** The model picker. */
  readonly picker: ReactNode;
}

/** Where a message is written: Return sends, Shift and Return begins a new line. */
export function Composer(props: ComposerProps) {
  const { text, onText, writing, disabledReason, onSend, onStop, picker } = props;
  const canSend = !writing && disabledReason === null && text.trim() !== '';
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (canSend) onSend();
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend) onSend();
      }}
    >
      <textarea
        className="box"
        aria-label="Message"
        placeholder="Message"
        rows={1}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="bar-row">
        {picker}
        <span className="grow" />
        <span className="hint-keys">{writing ? 'Escape to stop' : 'Return to send'}</span>
        {writing ? (
          <button
            key="stop"
            type="button"
            className="send"
            aria-label="Stop generating"
            title="Stop (Escape)"
            onClick={onStop}
          >
            <Square className="icon s12 solid" />
          </button>
        ) : (
          <button
            key="send"
            type="submit"
            className="send"
            aria-label="Send"
            title={disabledReason ?? 'Send (Return)'}
            disabled={!canSend}
          >
            <ArrowUp className="icon" />
          </button>
        )}
      </div>
    </form>
  );
}
