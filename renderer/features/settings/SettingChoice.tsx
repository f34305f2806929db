import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type LabeledSetting, settingLabel } from '../../../contract/derived/catalog/en/setting-labels.ts';
import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { SETTINGS_DRAFTS, useDraftResets } from '../../client/drafts.ts';
import { DraftField } from '../../components/DraftField.tsx';
import { Row } from '../../components/Group.tsx';
import type { Parsed } from '../../components/parse-number.ts';
import { Select, type SelectOption } from '../../components/Select.tsx';
import { SettingLabel } from './SettingLabel.tsx';
import { useSettingDraft } from './use-setting-draft.ts';

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
    readonly parse: (text: string) => Parsed<SettingsPatch>;
  };
}

/** Options that aren't stored values. */
const AUTOMATIC = 'automatic';
const OTHER = 'other';

/** A setting chosen from a list. */
export function SettingChoice({ field, hint, variable, value, options, patchFor, other }: SettingChoiceProps) {
  /** The value that was stored when Other was chosen; the field closes when a different one is stored. */
  const [typingOver, setTypingOver] = useState<{ readonly value: string | null } | null>(null);
  const draft = useSettingDraft(field, { value: value ?? '', parse: other?.parse ?? noText });
  const resets = useDraftResets(SETTINGS_DRAFTS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the settings are reset
  useEffect(() => setTypingOver(null), [resets]);
  const input = useRef<HTMLInputElement>(null);
  /** When it closes, the list returns the focus to its button; after Other, the field takes it from there. */
  const focusesField = useRef<boolean>(false);

  const isTyping = typingOver !== null && typingOver.value === value;
  const isListed = value === null || options.some((option) => option.value === value);
  const isOther = other !== undefined && (isTyping || draft.isTyped || !isListed);
  const choose = (chosen: string): void => {
    focusesField.current = chosen === OTHER;
    setTypingOver(chosen === OTHER ? { value } : null);
    if (chosen !== OTHER) draft.store(patchFor(chosen === AUTOMATIC ? null : chosen));
  };
  const passFocus = (): void => {
    if (focusesField.current) input.current?.focus();
    focusesField.current = false;
  };
  return (
    <Row
      label={<SettingLabel field={field} variable={variable} />}
      hint={!isOther && draft.problem ? <span className="bad-text">{draft.problem}</span> : hint}
    >
      {isOther && (
        <div className="setting-narrow">
          <DraftField label={other.label} draft={draft} placeholder={other.placeholder} alignRight ref={input} />
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

/** Without Other, there is no field. */
function noText(): Parsed<SettingsPatch> {
  return { value: {} };
}
