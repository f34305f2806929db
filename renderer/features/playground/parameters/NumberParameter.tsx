import { useRef } from 'react';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { type Draft, DraftField } from '../../../components/DraftField.tsx';
import { numberText } from '../../../components/parse-number.ts';
import { type NumberParameterName, numberRules, parseNumberParameter } from './sampling-parameters.ts';

export interface NumberParameterProps {
  readonly name: NumberParameterName;
  readonly text: string;
  /** Shown while it isn't set. */
  readonly placeholder: string;
  /** Adds a slider: its step, and the position of its thumb while the parameter isn't set. */
  readonly slider?: { readonly step: number; readonly unset: number };
  readonly onText: (text: string) => void;
}

/** An optional number. Its text is what is sent, so an invalid one keeps the request from being sent. */
export function NumberParameter({ name, text, placeholder, slider, onText }: NumberParameterProps) {
  const label = playgroundText(`parameters.${name}`);
  const { min, max } = numberRules[name];
  const { draft, value, onFocus } = useNumberDraft(name, { text, onText });
  return (
    <div className={slider ? 'p-row' : 'p-row two'}>
      <span aria-hidden="true">{label}</span>
      {slider && (
        <input
          type="range"
          className={value === null ? 'range is-unset' : 'range'}
          aria-label={label}
          min={min}
          max={max}
          step={slider.step}
          value={value ?? slider.unset}
          onChange={(event) => onText(numberText(event.target.valueAsNumber))}
        />
      )}
      <DraftField
        label={slider ? playgroundText('parameters.value', { parameter: label }) : label}
        alignRight={slider !== undefined}
        inputMode="decimal"
        placeholder={placeholder}
        draft={draft}
        onFocus={onFocus}
      />
    </div>
  );
}

interface NumberDraft {
  readonly draft: Draft;
  /** Null while it isn't set or isn't valid. */
  readonly value: number | null;
  readonly onFocus: () => void;
}

function useNumberDraft(
  name: NumberParameterName,
  { text, onText }: Pick<NumberParameterProps, 'text' | 'onText'>,
): NumberDraft {
  const before = useRef(text);
  const parsed = parseNumberParameter(name, text);
  const draft: Draft = {
    text,
    problem: 'problem' in parsed ? parsed.problem : null,
    type: onText,
    // As it was read: `0,7` is 0.7.
    commit: () => {
      if ('value' in parsed) onText(numberText(parsed.value));
    },
    reset: () => {
      onText(before.current);
      return before.current !== text;
    },
  };
  return {
    draft,
    value: 'value' in parsed ? parsed.value : null,
    onFocus: () => {
      before.current = text;
    },
  };
}
