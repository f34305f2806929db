import { useId } from 'react';
import { settingLabel } from '../../../contract/derived/catalog/en/setting-labels.ts';
import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { DraftField } from '../../components/DraftField.tsx';
import { Row } from '../../components/Group.tsx';
import { FixedField, FixedHint } from './FixedField.tsx';
import { parsePath } from './parse-setting.ts';
import { SettingLabel } from './SettingLabel.tsx';
import { useSettingDraft } from './use-setting-draft.ts';

export interface SettingPathProps {
  readonly field: 'ollamaPath' | 'modelsFolder';
  readonly hint: string;
  readonly placeholder: string;
  readonly kind: 'file' | 'folder';
  /** Title of the file dialog, and name of the button that opens it. */
  readonly chooseLabel: string;
  readonly variable?: string;
}

/** A file or folder: typed, or chosen in a dialog where the host has one. Empty uses the default location. */
export function SettingPath({ field, hint, placeholder, kind, chooseLabel, variable }: SettingPathProps) {
  const client = useClient();
  const fixed = useSnapshot((s) => (field === 'ollamaPath' ? s.app.fixed.ollamaPath : undefined));
  const hintId = useId();
  const value = useSnapshot((s) => s.settings[field]);
  const canPick = useSnapshot((s) => s.app.capabilities.pickFile);
  const draft = useSettingDraft(field, { value: value ?? '', parse: (text) => parsePath(field, text) });
  const pick = useAction(() => client.app.pickFile({ title: chooseLabel, kind }), {
    onDone: (path) => path !== null && draft.enter(path),
  });
  if (fixed !== undefined) {
    return (
      <Row label={<SettingLabel field={field} />} hint={<FixedHint id={hintId} variable={fixed.variable} />}>
        <div className="setting-path">
          <FixedField label={settingLabel(field)} value={fixed.value} hintId={hintId} />
        </div>
      </Row>
    );
  }
  return (
    <Row
      label={<SettingLabel field={field} variable={variable} />}
      hint={pick.failure ? <span className="bad-text">{pick.failure.message}</span> : hint}
    >
      <div className="setting-path">
        <DraftField label={settingLabel(field)} draft={draft} placeholder={placeholder} />
      </div>
      {canPick && (
        <Button size="small" aria-label={chooseLabel} busy={pick.pending} onClick={() => pick.run()}>
          {settingsText('path.choose')}
        </Button>
      )}
    </Row>
  );
}
