import { formatMemory } from '../../../contract/derived/format/format-bytes.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Page, PageBody } from '../../components/Page.tsx';
import { ServerBanner } from '../server/ServerBanner.tsx';
import { PullField } from './PullField.tsx';
import { PullStrip } from './PullStrip.tsx';
import { RecommendedModels } from './RecommendedModels.tsx';

/** What the Models page shows while none is installed. */
export function FirstModel() {
  const memory = useSnapshot((s) => formatMemory(s.app.memoryBytes));
  const isMac = useSnapshot((s) => s.app.platform === 'darwin');
  return (
    <Page title="Models" subtitle="None installed">
      <ServerBanner consequence="Models are pulled by the server." />
      <PullStrip />
      <PageBody>
        <div className="wrap">
          <div className="lead">
            <h2>Pull your first model</h2>
            <p>
              {`Models do the answering. They are large files, kept on this ${isMac ? 'Mac' : 'machine'}. The marks show what fits its ${memory} of memory.`}
            </p>
          </div>
          <PullField />
          <RecommendedModels />
        </div>
      </PageBody>
    </Page>
  );
}
