import { useEffect, useState } from 'react';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { Field } from '../../components/Field.tsx';

export interface SettingTextProps {
  readonly label: string;
  /** The stored value as text; empty for none. */
  readonly value: string;
  /** What holds while nothing is entered. */
  readonly placeholder: string;
  readonly alignRight?: boolean;
  /** The change to make, or a sentence that says why the text can't be used. */
  readonly patchFor: (text: string) => SettingsPatch | string;
}

/** A text setting: stored on leaving the field or with Return, put back with Escape; what is wrong stands below. */
export function SettingText({ label, value, placeholder, alignRight, patchFor }: SettingTextProps) {
  const client = useClient();
  const [text, setText] = useState(value);
  const [problem, setProblem] = useState<string | null>(null);
  const update = useAction((patch: SettingsPatch) => client.settings.update(patch));
  useEffect(() => setText(value), [value]);

  const commit = (): void => {
    if (text.trim() === value) return;
    const patch = patchFor(text.trim());
    setProblem(typeof patch === 'string' ? patch : null);
    if (typeof patch !== 'string') update.run(patch);
  };
  const undo = (): void => {
    setText(value);
    setProblem(null);
    update.clear();
  };

  return (
    <Field
      label={label}
      value={text}
      placeholder={placeholder}
      error={problem ?? update.failure?.message ?? null}
      {...(alignRight === undefined ? {} : { alignRight })}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') undo();
      }}
    />
  );
}
