import { useSnapshot } from '../../client/use-snapshot.ts';
import { Group, Row } from '../../components/Group.tsx';
import { Page, PageBody } from '../../components/Page.tsx';
import { Section } from '../../components/Section.tsx';
import { About } from './About.tsx';
import { AfterRestart } from './AfterRestart.tsx';
import { parsePort } from './parse-port.ts';
import { SettingPath } from './SettingPath.tsx';
import { SettingSwitch } from './SettingSwitch.tsx';
import { SettingText } from './SettingText.tsx';
import './settings-page.css';

/** What a person can set. Everything acts at once; what the running server can't take on waits for its restart. */
export function SettingsPage() {
  return (
    <Page title="Settings">
      <PageBody>
        <div className="settings-form">
          <General />
          <Server />
          <About />
        </div>
      </PageBody>
    </Page>
  );
}

function General() {
  const settings = useSnapshot((s) => s.settings);
  const canOpenAtLogin = useSnapshot((s) => s.app.capabilities.loginItem);
  return (
    <Section title="General">
      <Group>
        {canOpenAtLogin && (
          <SettingSwitch
            label="Open Corral at login"
            checked={settings.openAtLogin}
            patchFor={(openAtLogin) => ({ openAtLogin })}
          />
        )}
        <SettingSwitch
          label="Start the server when Corral opens"
          checked={settings.startServer}
          patchFor={(startServer) => ({ startServer })}
        />
      </Group>
    </Section>
  );
}

function Server() {
  const port = useSnapshot((s) => s.settings.port);
  const program = useSnapshot((s) => s.server.program);
  return (
    <Section title="Server">
      <Group>
        <SettingPath
          field="ollamaPath"
          label="Ollama program"
          hint={program === null ? 'Not found. Leave it empty to look in the usual places.' : `In use: ${program.path}`}
          placeholder="Found by itself"
          kind="file"
        />
        <SettingPath
          field="modelsFolder"
          label="Models folder"
          hint="Models already downloaded elsewhere are not moved."
          placeholder="~/.ollama/models"
          kind="folder"
        />
        <Row
          label={
            <>
              Port <AfterRestart field="port" />
            </>
          }
          hint="Clients use it in their base URL."
        >
          <div className="setting-port">
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
