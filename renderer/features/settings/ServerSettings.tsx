import { formatBytes } from '../../../contract/derived/format/format-bytes.ts';
import type { Program } from '../../../contract/server.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Group, Row } from '../../components/Group.tsx';
import { Section } from '../../components/Section.tsx';
import { parsePort } from './parse-port.ts';
import { SettingLabel } from './SettingLabel.tsx';
import { SettingPath } from './SettingPath.tsx';
import { SettingText } from './SettingText.tsx';

function programHint(program: Program | null): string {
  if (program === null) return 'Not found. Leave it empty to look in the usual places.';
  return `In use: ${program.path}${program.version === null ? '' : `, version ${program.version}`}`;
}

/** Which server runs, where it keeps models and where it listens. */
export function ServerSettings() {
  const port = useSnapshot((s) => s.settings.port);
  const program = useSnapshot((s) => s.server.program);
  const disk = useSnapshot((s) => s.models.disk);
  return (
    <Section title="Server">
      <Group>
        <SettingPath
          field="ollamaPath"
          label="Ollama program"
          hint={programHint(program)}
          placeholder="Found by itself"
          kind="file"
        />
        <SettingPath
          field="modelsFolder"
          variable="OLLAMA_MODELS"
          label="Models folder"
          hint={`${disk === null ? '' : `${formatBytes(disk.freeBytes)} free. `}Models already downloaded elsewhere are not moved.`}
          placeholder="~/.ollama/models"
          kind="folder"
        />
        <Row
          label={<SettingLabel label="Port" field="port" variable="OLLAMA_HOST" />}
          hint="Clients use it in their base URL."
        >
          <div className="setting-narrow">
            <SettingText
              label="Port"
              value={port === null ? '' : String(port)}
              placeholder="11434"
              alignRight
              patchFor={parsePort}
            />
          </div>
        </Row>
      </Group>
    </Section>
  );
}
