import { ChevronDown, ChevronUp } from 'lucide-react';
import { settingLabel } from '../../../contract/derived/catalog/en/setting-labels.ts';
import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Row } from '../../components/Group.tsx';
import { parseCount } from './parse-setting.ts';
import { SettingLabel } from './SettingLabel.tsx';
import { SettingText } from './SettingText.tsx';
import { useSettingUpdate } from './use-setting-update.ts';

export interface SettingCountProps {
  readonly field: 'parallelRequests' | 'maxLoadedModels' | 'maxQueue';
  readonly hint: string;
  readonly variable: string;
  /** What Ollama uses while nothing is entered: the placeholder, and where the arrows start. */
  readonly defaultValue: number;
  readonly step: number;
}

/** A setting that is a whole number; empty uses Ollama's default. */
export function SettingCount({ field, hint, variable, defaultValue, step }: SettingCountProps) {
  const value = useSnapshot((s) => s.settings[field]);
  const update = useSettingUpdate();
  const label = settingLabel(field);
  const changeBy = (delta: number): void => update.run({ [field]: Math.max(1, (value ?? defaultValue) + delta) });
  return (
    <Row label={<SettingLabel field={field} variable={variable} />} hint={hint}>
      <div className="setting-narrow">
        <SettingText
          label={label}
          value={value === null ? '' : String(value)}
          placeholder={String(defaultValue)}
          alignRight
          patchFor={(text) => parseCount(field, text)}
        />
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
