import { ChevronDown, ChevronUp } from 'lucide-react';
import { settingLabel } from '../../../contract/derived/catalog/en/setting-labels.ts';
import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import { COUNT_SETTING_LIMITS } from '../../../contract/derived/limits.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { DraftField } from '../../components/DraftField.tsx';
import { Row } from '../../components/Group.tsx';
import { numberText, parseNumber } from '../../components/parse-number.ts';
import { parseCount } from './parse-setting.ts';
import { SettingLabel } from './SettingLabel.tsx';
import { useSettingDraft } from './use-setting-draft.ts';

export interface SettingCountProps {
  readonly field: 'parallelRequests' | 'maxLoadedModels' | 'maxQueue' | 'requestWaitSeconds';
  readonly hint: string;
  readonly variable?: string;
  /** What is used while nothing is entered: the placeholder, and where the arrows start. */
  readonly defaultValue: number;
  readonly step: number;
}

/** A setting that is a whole number; empty uses the default. */
export function SettingCount({ field, hint, variable, defaultValue, step }: SettingCountProps) {
  const value = useSnapshot((s) => s.settings[field]);
  // A setting that always has a value is at its default as those are that have none.
  const shownValue = value === defaultValue && field === 'requestWaitSeconds' ? null : value;
  const draft = useSettingDraft(field, { value: numberText(shownValue), parse: (text) => parseCount(field, text) });
  const label = settingLabel(field);
  /** From the number in the field; from the stored one where that isn't a number. */
  const changeBy = (delta: number): void => {
    const { min, max } = COUNT_SETTING_LIMITS[field];
    const shown = parseNumber(draft.text, { min, max, kind: 'count' }, '');
    const from = ('value' in shown ? shown.value : value) ?? defaultValue;
    draft.enter(numberText(Math.min(max, Math.max(min, from + delta))));
  };
  return (
    <Row label={<SettingLabel field={field} variable={variable} />} hint={hint}>
      <div className="setting-narrow">
        <DraftField label={label} draft={draft} placeholder={String(defaultValue)} alignRight />
      </div>
      <span className="stepper">
        <button type="button" aria-label={settingsText('increase', { label })} onClick={() => changeBy(step)}>
          <ChevronUp className="icon" />
        </button>
        <button type="button" aria-label={settingsText('decrease', { label })} onClick={() => changeBy(-step)}>
          <ChevronDown className="icon" />
        </button>
      </span>
    </Row>
  );
}
