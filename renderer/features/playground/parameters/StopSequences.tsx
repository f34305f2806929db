import { X } from 'lucide-react';
import { useState } from 'react';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';

export interface StopSequencesProps {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

/** The limit of OpenAI's API. */
const MAX_STOP_SEQUENCES = 4;

/** Texts that end the response when the model generates them; Return adds one. */
export function StopSequences({ value, onChange }: StopSequencesProps) {
  const [text, setText] = useState('');
  const add = (): void => {
    if (text !== '' && !value.includes(text)) onChange([...value, text]);
    setText('');
  };
  return (
    <div className="p-row two">
      <span aria-hidden="true">{playgroundText('parameters.stop')}</span>
      <div className="field token-field">
        {value.map((stop) => (
          <span key={stop} className="tag mono">
            {stop}
            <button
              type="button"
              aria-label={playgroundText('parameters.removeStop', { sequence: stop })}
              onClick={() => onChange(without(value, stop))}
            >
              <X className="icon" />
            </button>
          </span>
        ))}
        {value.length < MAX_STOP_SEQUENCES && (
          <input
            type="text"
            aria-label={playgroundText('parameters.addStop')}
            placeholder={playgroundText('parameters.addStopPlaceholder')}
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

function without(values: readonly string[], removed: string): readonly string[] {
  return values.filter((value) => value !== removed);
}
