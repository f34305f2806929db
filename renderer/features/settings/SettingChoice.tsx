import { type ReactNode, useRef, useState } from 'react';
import { type LabeledSetting, settingLabel } from '../../../contract/derived/catalog/en/setting-labels.ts';
import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { Row } from '../../components/Group.tsx';
import { Select, type SelectOption } from '../../components/Select.tsx';
import { SettingLabel } from './SettingLabel.tsx';
import { SettingText } from './SettingText.tsx';
import { useSettingUpdate } from './use-setting-update.ts';

export interface SettingChoiceProps {
  readonly field: LabeledSetting;
  readonly hint: ReactNode;
  readonly variable: string;
  /** The stored value as text; null uses Ollama's default. */
  readonly value: string | null;
  /** The options besides Automatic. */
  readonly options: readonly SelectOption[];
  readonly patchFor: (value: string | null) => SettingsPatch;
  /** A field for values that aren't in the list. */
  readonly other?: {
    readonly label: string;
    readonly placeholder: string;
    readonly patchFor: (text: string) => SettingsPatch | string;
  };
}

/** Options that aren't stored values. */
const AUTOMATIC = 'automatic';
const OTHER = 'other';

/** A setting chosen from a list. */
export function SettingChoice({ field, hint, variable, value, options, patchFor, other }: SettingChoiceProps) {
  /** The value that was stored when Other was chosen; the field closes when a different one is stored. */
  const [typingOver, setTypingOver] = useState<{ readonly value: string | null } | null>(null);
  const update = useSettingUpdate();
  const input = useRef<HTMLInputElement>(null);
  /** When it closes, the list returns the focus to its button; after Other, the field takes it from there. */
  const focusesField = useRef<boolean>(false);

  const isTyping = typingOver !== null && typingOver.value === value;
  const isListed = value === null || options.some((option) => option.value === value);
  const isOther = other !== undefined && (isTyping || !isListed);
  const choose = (chosen: string): void => {
    focusesField.current = chosen === OTHER;
    setTypingOver(chosen === OTHER ? { value } : null);
    if (chosen !== OTHER) update.run(patchFor(chosen === AUTOMATIC ? null : chosen));
  };
  const passFocus = (): void => {
    if (focusesField.current) input.current?.focus();
    focusesField.current = false;
  };
  return (
    <Row
      label={<SettingLabel field={field} variable={variable} />}
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
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside is the control, and this only forwards its focus */}
      <div className="setting-popup" onFocus={passFocus}>
        <Select
          label={settingLabel(field)}
          value={isOther ? OTHER : (value ?? AUTOMATIC)}
          options={[
            { value: AUTOMATIC, label: settingsText('automatic') },
            ...options,
            ...(other ? [{ value: OTHER, label: settingsText('other') }] : []),
          ]}
          onChange={choose}
        />
      </div>
    </Row>
  );
}
