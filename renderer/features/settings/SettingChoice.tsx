import { type ReactNode, useRef, useState } from 'react';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { Row } from '../../components/Group.tsx';
import { Select, type SelectOption } from '../../components/Select.tsx';
import { SettingLabel } from './SettingLabel.tsx';
import { SettingText } from './SettingText.tsx';
import { useSettingUpdate } from './use-setting-update.ts';

export interface SettingChoiceProps {
  readonly field: string;
  readonly label: string;
  readonly hint: ReactNode;
  readonly variable: string;
  /** The stored value as text; null leaves it to Ollama. */
  readonly value: string | null;
  /** What can be chosen, besides Automatic. */
  readonly options: readonly SelectOption[];
  readonly patchFor: (value: string | null) => SettingsPatch;
  /** Lets a person type what is not in the list. */
  readonly other?: {
    readonly label: string;
    readonly placeholder: string;
    readonly patchFor: (text: string) => SettingsPatch | string;
  };
}

/** Values of the list that stand for none of its own. */
const automatic = 'automatic';
const otherValue = 'other';

/** A setting that is chosen from a list. */
export function SettingChoice(props: SettingChoiceProps) {
  const { field, label, hint, variable, value, options, patchFor, other } = props;
  /** The stored value over which another is being typed; a new one ends that. */
  const [typingOver, setTypingOver] = useState<{ readonly value: string | null } | null>(null);
  const update = useSettingUpdate();
  const input = useRef<HTMLInputElement>(null);
  /** The list gives the focus back to its button when it closes, and from there it goes on to the field. */
  const handsOn = useRef<boolean>(false);

  const typing = typingOver !== null && typingOver.value === value;
  const isListed = value === null || options.some((option) => option.value === value);
  const isOther = other !== undefined && (typing || !isListed);
  const choose = (chosen: string): void => {
    handsOn.current = chosen === otherValue;
    setTypingOver(chosen === otherValue ? { value } : null);
    if (chosen !== otherValue) update.run(patchFor(chosen === automatic ? null : chosen));
  };
  const handOn = (): void => {
    if (handsOn.current) input.current?.focus();
    handsOn.current = false;
  };
  return (
    <Row
      label={<SettingLabel label={label} field={field} variable={variable} />}
      hint={update.failure ? <span className="bad-text">{update.failure.message}</span> : hint}
    >
      {isOther && (
        <div className="setting-narrow">
          <SettingText
            label={other.label}
            value={value ?? ''}
            placeholder={other.placeholder}
            alignRight
            inputRef={input}
            patchFor={other.patchFor}
          />
        </div>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside takes the focus, this only passes it on */}
      <div className="setting-popup" onFocus={handOn}>
        <Select
          label={label}
          value={isOther ? otherValue : (value ?? automatic)}
          options={[
            { value: automatic, label: 'Automatic' },
            ...options,
            ...(other ? [{ value: otherValue, label: 'Other…' }] : []),
          ]}
          onChange={choose}
        />
      </div>
    </Row>
  );
}
