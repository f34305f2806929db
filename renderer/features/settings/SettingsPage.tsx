import { useId, useState, useSyncExternalStore } from 'react';
import { type LabeledSetting, settingLabel } from '../../../contract/derived/catalog/en/setting-labels.ts';
import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import type { Settings } from '../../../contract/settings.ts';
import { useClient, useCorral } from '../../client/corral-context.ts';
import { SETTINGS_DRAFTS } from '../../client/drafts.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmPopover } from '../../components/ConfirmPopover.tsx';
import { Group, Row } from '../../components/Group.tsx';
import { Page, PageBody } from '../../components/Page.tsx';
import { Section } from '../../components/Section.tsx';
import { Switch } from '../../components/Switch.tsx';
import { About } from './About.tsx';
import { BrowserAccess } from './BrowserAccess.tsx';
import { ConfigurationPage } from './ConfigurationPage.tsx';
import { EnvironmentSettings } from './EnvironmentSettings.tsx';
import { FixedHint } from './FixedField.tsx';
import { ModelSettings } from './ModelSettings.tsx';
import { ServerSettings } from './ServerSettings.tsx';
import { SettingLabel } from './SettingLabel.tsx';
import { useLinkedSetting } from './use-linked-setting.ts';
import { useSettingUpdate } from './use-setting-update.ts';
import './settings-page.css';

/** The settings. Each is stored when it is changed; those that the running server can't apply wait for its restart. */
export function SettingsPage() {
  return useSyncExternalStore(subscribe, showsConfiguration) ? <ConfigurationPage /> : <SettingsForm />;
}

function SettingsForm() {
  useLinkedSetting();
  return (
    <Page title={settingsText('title')} toolbar={<RestoreDefaults />}>
      <PageBody>
        <div className="settings-form">
          <GeneralSettings />
          <ServerSettings />
          <ModelSettings />
          <BrowserAccess />
          <CloudAndDiagnostics />
          <EnvironmentSettings />
          <About />
        </div>
      </PageBody>
    </Page>
  );
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

function showsConfiguration(): boolean {
  return window.location.hash === '#/settings/configuration';
}

/** Resets every setting of the page, after a confirmation. */
function RestoreDefaults() {
  const client = useClient();
  const [asking, setAsking] = useState(false);
  const { drafts } = useCorral();
  const restore = useAction(() => client.settings.restoreDefaults(), { onDone: () => drafts.reset(SETTINGS_DRAFTS) });
  return (
    <>
      <span className="small bad-text" aria-live="polite">
        {restore.failure?.message}
      </span>
      <ConfirmPopover
        open={asking}
        onOpenChange={setAsking}
        title={settingsText('restore.title')}
        confirm={settingsText('restore.confirm')}
        onConfirm={() => restore.run()}
        anchor={
          <Button variant="quiet" busy={restore.pending} onClick={() => setAsking(true)}>
            {settingsText('restore.open')}
          </Button>
        }
      >
        {settingsText('restore.consequence')}
      </ConfirmPopover>
    </>
  );
}

/** How Corral itself behaves. */
function GeneralSettings() {
  const capabilities = useSnapshot((s) => s.app.capabilities);
  return (
    <Section title={settingsText('section.general')}>
      <Group>
        {capabilities.loginItem && <SettingSwitch field="openAtLogin" />}
        <SettingSwitch field="startServer" />
        <SettingSwitch field="keepServerAfterQuit" hint={settingsText('hint.keepServerAfterQuit')} />
        {capabilities.keepAwake && <SettingSwitch field="keepAwake" hint={settingsText('hint.keepAwake')} />}
      </Group>
    </Section>
  );
}

/** What the server requests from ollama.com, and how much it logs. */
function CloudAndDiagnostics() {
  return (
    <Section title={settingsText('section.cloud')}>
      <Group>
        <SettingSwitch field="cloudOff" variable="OLLAMA_NO_CLOUD" hint={settingsText('hint.cloudOff')} />
        <SettingSwitch field="debug" variable="OLLAMA_DEBUG" hint={settingsText('hint.debug')} />
      </Group>
    </Section>
  );
}

type FlagField = { [K in LabeledSetting]: Settings[K] extends boolean ? K : never }[LabeledSetting];

interface SettingSwitchProps {
  readonly field: FlagField;
  readonly hint?: string;
  readonly variable?: string;
}

/** A setting that is on or off, stored as soon as it is changed. */
function SettingSwitch({ field, hint, variable }: SettingSwitchProps) {
  const checked = useSnapshot((s) => s.settings[field]);
  const fixed = useSnapshot((s) => (field === 'cloudOff' || field === 'debug' ? s.app.fixed[field] : undefined));
  const update = useSettingUpdate();
  const hintId = useId();
  const failure = update.failure && <span className="bad-text">{update.failure.message}</span>;
  return (
    <Row
      label={<SettingLabel field={field} variable={variable} />}
      hint={fixed ? <FixedHint id={hintId} variable={fixed.variable} /> : (failure ?? hint)}
    >
      <Switch
        label={settingLabel(field)}
        checked={fixed?.value ?? checked}
        disabled={fixed !== undefined}
        describedBy={fixed && hintId}
        onChange={(next) => update.run({ [field]: next })}
      />
    </Row>
  );
}
