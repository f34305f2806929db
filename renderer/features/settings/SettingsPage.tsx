import { useSyncExternalStore } from 'react';
import { Page, PageBody } from '../../components/Page.tsx';
import { About } from './About.tsx';
import { BrowserAccess } from './BrowserAccess.tsx';
import { CloudAndDiagnostics } from './CloudAndDiagnostics.tsx';
import { ConfigurationPage } from './ConfigurationPage.tsx';
import { EnvironmentSettings } from './EnvironmentSettings.tsx';
import { GeneralSettings } from './GeneralSettings.tsx';
import { ModelSettings } from './ModelSettings.tsx';
import { RestoreDefaults } from './RestoreDefaults.tsx';
import { ServerSettings } from './ServerSettings.tsx';
import './settings-page.css';

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
function showsConfiguration(): boolean {
  return window.location.hash === '#/settings/configuration';
}

/** What a person can set. Everything acts at once; what the running server can't take on waits for its restart. */
export function SettingsPage() {
  if (useSyncExternalStore(subscribe, showsConfiguration)) return <ConfigurationPage />;
  return (
    <Page title="Settings" toolbar={<RestoreDefaults />}>
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
