import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { modelsText } from '../../../contract/derived/catalog/en/models.ts';
import { formatMemory } from '../../../contract/derived/format/format-bytes.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Page, PageBody } from '../../components/Page.tsx';
import { ServerBanner } from '../server/ServerBanner.tsx';
import { InstalledModels } from './InstalledModels.tsx';
import { PullField } from './PullField.tsx';
import { PullStrip } from './PullStrip.tsx';
import { RecommendedModels } from './RecommendedModels.tsx';
import './models-page.css';

/** The installed models, the downloads, and the selected model's details; recommendations while no model is installed. */
export function ModelsPage() {
  const [queries] = useState(() => new QueryClient());
  const isEmpty = useSnapshot((s) => s.models.known && s.models.installed.length === 0);
  return <QueryClientProvider client={queries}>{isEmpty ? <FirstModel /> : <InstalledModels />}</QueryClientProvider>;
}

function FirstModel() {
  const memory = useSnapshot((s) => formatMemory(s.app.memoryBytes));
  const platform = useSnapshot((s) => s.app.platform);
  return (
    <Page title={modelsText('page.title')} subtitle={modelsText('page.none')}>
      <ServerBanner consequence={modelsText('page.needsServerToPull')} />
      <PullStrip />
      <PageBody>
        <div className="wrap">
          <div className="lead">
            <h2>{modelsText('first.title')}</h2>
            <p>{modelsText('first.explanation', { platform, memory })}</p>
          </div>
          <PullField />
          <RecommendedModels />
        </div>
      </PageBody>
    </Page>
  );
}
