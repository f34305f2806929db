import type { Ref } from 'react';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { Field } from '../../components/Field.tsx';
import { useTypedSetting } from './use-typed-setting.ts';

export interface SettingTextProps {
  readonly label: string;
  /** The stored value as text; empty for none. */
  readonly value: string;
  /** The default that applies while nothing is entered. */
  readonly placeholder: string;
  readonly alignRight?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** The change to store, or why the text isn't valid. */
  readonly patchFor: (text: string) => SettingsPatch | string;
}

/** A text setting: validated while it is typed, stored on blur or Return, reset with Escape. */
export function SettingText({ label, value, placeholder, alignRight, inputRef, patchFor }: SettingTextProps) {
  const { text, problem, type, commit, reset } = useTypedSetting(value, patchFor);
  return (
    <Field
      label={label}
      value={text}
      placeholder={placeholder}
      error={problem}
      {...(alignRight === undefined ? {} : { alignRight })}
      {...(inputRef === undefined ? {} : { ref: inputRef })}
      onChange={(event) => type(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') reset();
      }}
    />
  );
}
