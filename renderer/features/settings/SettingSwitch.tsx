import type { Settings } from '../../../contract/settings.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Row } from '../../components/Group.tsx';
import { Switch } from '../../components/Switch.tsx';
import { SettingLabel } from './SettingLabel.tsx';
import { useSettingUpdate } from './use-setting-update.ts';

type FlagField = { [K in keyof Settings]: Settings[K] extends boolean ? K : never }[keyof Settings];

export interface SettingSwitchProps {
  readonly field: FlagField;
  readonly label: string;
  readonly hint?: string;
  readonly variable?: string;
}

/** A setting that is on or off; it acts at once. */
export function SettingSwitch({ field, label, hint, variable }: SettingSwitchProps) {
  const checked = useSnapshot((s) => s.settings[field]);
  const update = useSettingUpdate();
  const failure = update.failure && <span className="bad-text">{update.failure.message}</span>;
  return (
    <Row
      label={<SettingLabel label={label} field={field} {...(variable === undefined ? {} : { variable })} />}
      hint={failure ?? hint}
    >
      <Switch label={label} checked={checked} onChange={(next) => update.run({ [field]: next })} />
    </Row>
  );
}
