import { X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { MAX_STOP_SEQUENCES, type ParametersDraft, withNewStop } from './sampling-parameters.ts';

type StopDraft = Pick<ParametersDraft, 'stop' | 'newStop'>;

export interface StopSequencesProps {
  readonly draft: StopDraft;
  readonly onChange: (draft: Partial<StopDraft>) => void;
}

/** Texts that end the response when the model generates them; Return adds one, and so does leaving the field. */
export function StopSequences({ draft, onChange }: StopSequencesProps) {
  const { stop: value, newStop } = draft;
  const add = (): void => {
    if (newStop !== '') onChange({ stop: withNewStop(draft), newStop: '' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') add();
    if (event.key === 'Backspace' && newStop === '') onChange({ stop: value.slice(0, -1) });
    if (event.key === 'Escape' && newStop !== '') {
      event.preventDefault();
      onChange({ newStop: '' });
    }
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
              onClick={() => onChange({ stop: without(value, stop) })}
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
            value={newStop}
            onChange={(event) => onChange({ newStop: event.target.value })}
            onBlur={add}
            onKeyDown={onKeyDown}
          />
        )}
      </div>
    </div>
  );
}

function without(values: readonly string[], removed: string): readonly string[] {
  return values.filter((value) => value !== removed);
}
