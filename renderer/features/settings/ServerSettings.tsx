import { useId } from 'react';
import { settingLabel } from '../../../contract/derived/catalog/en/setting-labels.ts';
import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import { formatBytes } from '../../../contract/derived/format/format-bytes.ts';
import { DEFAULT_REQUEST_WAIT_SECONDS } from '../../../contract/derived/limits.ts';
import type { ModelsSlice } from '../../../contract/models.ts';
import type { Program } from '../../../contract/server.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { DraftField } from '../../components/DraftField.tsx';
import { Group, Row } from '../../components/Group.tsx';
import { numberText } from '../../components/parse-number.ts';
import { Section } from '../../components/Section.tsx';
import { FixedField, FixedHint } from './FixedField.tsx';
import { parsePort } from './parse-setting.ts';
import { SettingCount } from './SettingCount.tsx';
import { SettingLabel } from './SettingLabel.tsx';
import { SettingPath } from './SettingPath.tsx';
import { useSettingDraft } from './use-setting-draft.ts';

function executableHint(program: Program | null): string {
  if (program === null) return settingsText('executable.notFound');
  const { path, version } = program;
  return version === null
    ? settingsText('executable.inUse', { path })
    : settingsText('executable.inUseVersion', { path, version });
}

const DEFAULT_FOLDER = '~/.ollama/models';

/** The environment may set another one than Ollama's default. */
function folderInUse(disk: ModelsSlice['disk']): string {
  return disk === null || disk.folder.endsWith('/.ollama/models') ? DEFAULT_FOLDER : disk.folder;
}

/** Which server runs, where it stores models, on which port it's reached, and how long requests wait for it. */
export function ServerSettings() {
  const program = useSnapshot((s) => s.server.program);
  const disk = useSnapshot((s) => s.models.disk);
  const isFolderStored = useSnapshot((s) => s.settings.modelsFolder !== null);
  return (
    <Section title={settingsText('section.server')}>
      <Group>
        <SettingPath
          field="ollamaPath"
          hint={executableHint(program)}
          placeholder={settingsText('automatic')}
          kind="file"
          chooseLabel={settingsText('path.chooseExecutable')}
        />
        <SettingPath
          field="modelsFolder"
          variable="OLLAMA_MODELS"
          hint={
            disk === null
              ? settingsText('modelsFolder.hint')
              : settingsText('modelsFolder.hintWithSpace', { free: formatBytes(disk.freeBytes) })
          }
          placeholder={isFolderStored ? DEFAULT_FOLDER : folderInUse(disk)}
          kind="folder"
          chooseLabel={settingsText('path.chooseModelsFolder')}
        />
        <Port />
        <SettingCount
          field="requestWaitSeconds"
          hint={settingsText('requestWaitSeconds.hint')}
          defaultValue={DEFAULT_REQUEST_WAIT_SECONDS}
          step={10}
        />
      </Group>
    </Section>
  );
}

function Port() {
  const port = useSnapshot((s) => s.settings.port);
  const fixed = useSnapshot((s) => s.app.fixed.port);
  const draft = useSettingDraft('port', { value: numberText(port), parse: parsePort });
  const hintId = useId();
  return (
    <Row
      label={<SettingLabel field="port" variable="OLLAMA_HOST" />}
      hint={fixed ? <FixedHint id={hintId} variable={fixed.variable} /> : settingsText('port.hint')}
    >
      <div className="setting-narrow">
        {fixed ? (
          <FixedField label={settingLabel('port')} value={String(fixed.value)} alignRight hintId={hintId} />
        ) : (
          <DraftField label={settingLabel('port')} draft={draft} placeholder="11434" alignRight />
        )}
      </div>
    </Row>
  );
}
