import { networkText } from '../../../contract/derived/catalog/en/network.ts';
import { serverText } from '../../../contract/derived/catalog/en/server.ts';
import { networkAccess } from '../../../contract/derived/network-access.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Page } from '../../components/Page.tsx';
import { Addresses } from './Addresses.tsx';
import { AllowedHosts } from './AllowedHosts.tsx';
import { KeysSection } from './keys/KeysSection.tsx';
import { ReachBanners } from './ReachBanners.tsx';
import { ReachPicker } from './ReachPicker.tsx';
import { ConnectClient } from './recipes/ConnectClient.tsx';
import { TailnetHttpsSection } from './TailnetHttpsSection.tsx';
import './network-page.css';

/** Who can connect to the server, at which addresses and with which keys, and how to set up a client. */
export function NetworkPage() {
  const exposure = useSnapshot((s) => s.exposure);
  const requireKey = useSnapshot((s) => s.settings.requireKey);
  const usesKeys = useSnapshot((s) => s.settings.requireKey || s.settings.tailnetHttps);
  return (
    <Page title={networkText('title')} subtitle={serverText(networkAccess(exposure, requireKey))}>
      <div className="cols network">
        <div className="left scroll pad">
          <ReachBanners />
          <ReachPicker />
          <Addresses />
          <KeysSection required={usesKeys} />
          <TailnetHttpsSection />
          {usesKeys && <AllowedHosts />}
        </div>
        <ConnectClient />
      </div>
    </Page>
  );
}
