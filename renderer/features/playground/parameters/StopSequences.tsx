import { X } from 'lucide-react';
import { useState } from 'react';

export interface StopSequencesProps {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

/** OpenAI's API takes four at most. */
const most = 4;

/** Texts that end the answer when the model writes them; Return adds one. */
export function StopSequences({ value, onChange }: StopSequencesProps) {
  const [text, setText] = useState('');
  const add = (): void => {
    if (text !== '' && !value.includes(text)) onChange([...value, text]);
    setText('');
  };
  return (
    <div className="p-row two">
      <span aria-hidden="true">Stop</span>
      <div className="field token-field">
        {value.map((stop) => (
          <span key={stop} className="tag mono">
            {stop}
            <button
              type="button"
              aria-label={`Remove stop sequence ${stop}`}
              onClick={() => onChange(without(value, stop))}
            >
              <X className="icon" />
            </button>
          </span>
        ))}
        {value.length < most && (
          <input
            type="text"
            aria-label="Add stop sequence"
            placeholder="Add"
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onBlur={add}
            onKeyDown={(event) => {
              if (event.key === 'Enter') add();
              if (event.key === 'Backspace' && text === '') onChange(value.slice(0, -1));
            }}
          />
        )}
      </div>
    </div>
  );
}

function without(values: readonly string[], gone: string): readonly string[] {
  return values.filter((value) => value !== gone);
}
