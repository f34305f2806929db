import { useSnapshot } from '../../client/use-snapshot.ts';
import { Page } from '../../components/Page.tsx';
import { reachSentence } from '../server/reach-words.ts';
import { Addresses } from './Addresses.tsx';
import { KeysSection } from './keys/KeysSection.tsx';
import { ReachBanners } from './ReachBanners.tsx';
import { ReachPicker } from './ReachPicker.tsx';
import { ConnectClient } from './recipes/ConnectClient.tsx';
import './network-page.css';

/** Who can reach the server, at which addresses, and how a client is set up. */
export function NetworkPage() {
  const exposure = useSnapshot((s) => s.exposure);
  return (
    <Page title="Network" subtitle={reachSentence(exposure)}>
      <div className="cols network">
        <div className="left scroll pad">
          <ReachBanners />
          <ReachPicker />
          <Addresses />
          <KeysSection required={false} />
        </div>
        <ConnectClient />
      </div>
    </Page>
  );
}
