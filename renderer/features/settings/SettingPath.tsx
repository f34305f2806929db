import type { SettingsPatch } from '../../../contract/settings.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { Row } from '../../components/Group.tsx';
import { SettingLabel } from './SettingLabel.tsx';
import { SettingText } from './SettingText.tsx';
import { useSettingUpdate } from './use-setting-update.ts';

type PathField = 'ollamaPath' | 'modelsFolder';

export interface SettingPathProps {
  readonly field: PathField;
  readonly label: string;
  readonly hint: string;
  readonly placeholder: string;
  readonly kind: 'file' | 'folder';
  readonly variable?: string;
}

/** A file or folder: typed, or picked where the host can ask for one. Empty goes back to the usual place. */
export function SettingPath({ field, label, hint, placeholder, kind, variable }: SettingPathProps) {
  const client = useClient();
  const value = useSnapshot((s) => s.settings[field]);
  const canPick = useSnapshot((s) => s.app.capabilities.pickFile);
  const patchFor = (path: string): SettingsPatch => ({ [field]: path === '' ? null : path });
  const pick = useAction(() => client.app.pickFile({ title: `Choose the ${label}`, kind }), {
    onDone: (path) => path !== null && store.run(patchFor(path)),
  });
  const store = useSettingUpdate();
  const failure = store.failure ?? pick.failure;
  return (
    <Row
      label={<SettingLabel label={label} field={field} {...(variable === undefined ? {} : { variable })} />}
      hint={failure ? <span className="bad-text">{failure.message}</span> : hint}
    >
      <div className="setting-path">
        <SettingText label={label} value={value ?? ''} placeholder={placeholder} patchFor={patchFor} />
      </div>
      {canPick && (
        <Button size="small" aria-label={`Choose the ${label}`} busy={pick.pending} onClick={() => pick.run()}>
          Choose…
        </Button>
      )}
    </Row>
  );
}
