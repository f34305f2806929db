import type { SettingsPatch } from '../../../contract/settings.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { Row } from '../../components/Group.tsx';
import { Switch } from '../../components/Switch.tsx';

export interface SettingSwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly patchFor: (checked: boolean) => SettingsPatch;
}

/** A setting that is on or off; it acts at once. */
export function SettingSwitch({ label, checked, patchFor }: SettingSwitchProps) {
  const client = useClient();
  const update = useAction((patch: SettingsPatch) => client.settings.update(patch));
  return (
    <Row
      label={label}
      {...(update.failure ? { hint: <span className="bad-text">{update.failure.message}</span> } : {})}
    >
      <Switch label={label} checked={checked} onChange={(next) => update.run(patchFor(next))} />
    </Row>
  );
}
