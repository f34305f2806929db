import { type LabeledSetting, settingLabel } from '../../../contract/derived/catalog/en/setting-labels.ts';
import { AfterRestart } from './AfterRestart.tsx';

export interface SettingLabelProps {
  readonly field: LabeledSetting;
  /** The environment variable that the setting becomes, shown as a tooltip. */
  readonly variable?: string | undefined;
}

/** The name of a setting, marked while its value takes effect only after a restart. */
export function SettingLabel({ field, variable }: SettingLabelProps) {
  return (
    <span className="setting-label" title={variable} data-setting={field}>
      {settingLabel(field)} <AfterRestart field={field} />
    </span>
  );
}
