import { useEffect, useState } from 'react';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { Field } from '../../../components/Field.tsx';
import { type NumberRule, parseNumber } from './sampling-parameters.ts';

export interface NumberParameterProps {
  readonly label: string;
  readonly value: number | null;
  readonly rule: NumberRule;
  /** Shown while it isn't set. */
  readonly placeholder: string;
  /** Adds a slider: its step, and the position of its thumb while the parameter isn't set. */
  readonly slider?: { readonly step: number; readonly unset: number };
  readonly onChange: (value: number | null) => void;
}

/** An optional number, validated when the field loses the focus. */
export function NumberParameter({ label, value, rule, placeholder, slider, onChange }: NumberParameterProps) {
  const [text, setText] = useState(() => textOf(value));
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    setText(textOf(value));
    setProblem(null);
  }, [value]);
  const commit = (): void => {
    const parsed = parseNumber(text, rule);
    setProblem('problem' in parsed ? parsed.problem : null);
    if ('value' in parsed) {
      setText(textOf(parsed.value));
      onChange(parsed.value);
    }
  };
  return (
    <div className={slider ? 'p-row' : 'p-row two'}>
      <span aria-hidden="true">{label}</span>
      {slider && (
        <input
          type="range"
          className={value === null ? 'range is-unset' : 'range'}
          aria-label={label}
          min={rule.min}
          max={rule.max}
          step={slider.step}
          value={value ?? slider.unset}
          onChange={(event) => onChange(event.target.valueAsNumber)}
        />
      )}
      <Field
        label={slider ? playgroundText('parameters.value', { parameter: label }) : label}
        alignRight={slider !== undefined}
        inputMode="decimal"
        placeholder={placeholder}
        value={text}
        error={problem}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
    </div>
  );
}

function textOf(value: number | null): string {
  return value === null ? '' : String(value);
}
