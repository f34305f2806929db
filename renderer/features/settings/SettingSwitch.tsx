import { type LabeledSetting, settingLabel } from '../../../contract/derived/catalog/en/setting-labels.ts';
import type { Settings } from '../../../contract/settings.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Row } from '../../components/Group.tsx';
import { Switch } from '../../components/Switch.tsx';
import { SettingLabel } from './SettingLabel.tsx';
import { useSettingUpdate } from './use-setting-update.ts';

type FlagField = { [K in LabeledSetting]: Settings[K] extends boolean ? K : never }[LabeledSetting];

export interface SettingSwitchProps {
  readonly field: FlagField;
  readonly hint?: string;
  readonly variable?: string;
}

/** A setting that is on or off, stored as soon as it is changed. */
export function SettingSwitch({ field, hint, variable }: SettingSwitchProps) {
  const checked = useSnapshot((s) => s.settings[field]);
  const update = useSettingUpdate();
  const failure = update.failure && <span className="bad-text">{update.failure.message}</span>;
  return (
    <Row label={<SettingLabel field={field} variable={variable} />} hint={failure ?? hint}>
      <Switch label={settingLabel(field)} checked={checked} onChange={(next) => update.run({ [field]: next })} />
    </Row>
  );
}
