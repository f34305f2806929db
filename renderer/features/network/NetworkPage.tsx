import { useSnapshot } from '../../client/use-snapshot.ts';
import { Page } from '../../components/Page.tsx';
import { networkAccessLabel } from '../server/network-access-label.ts';
import { Addresses } from './Addresses.tsx';
import { AllowedHosts } from './AllowedHosts.tsx';
import { KeysSection } from './keys/KeysSection.tsx';
import { ReachBanners } from './ReachBanners.tsx';
import { ReachPicker } from './ReachPicker.tsx';
import { ConnectClient } from './recipes/ConnectClient.tsx';
import { TailnetHttpsSection } from './TailnetHttpsSection.tsx';
import './network-page.css';

/** Who can reach the server, at which addresses and with which keys, and how a client is set up. */
export function NetworkPage() {
  const exposure = useSnapshot((s) => s.exposure);
  const required = useSnapshot((s) => s.settings.requireKey);
  const asksForKeys = useSnapshot((s) => s.settings.requireKey || s.settings.tailnetHttps);
  return (
    <Page title="Network" subtitle={networkAccessLabel(exposure, required)}>
      <div className="cols network">
        <div className="left scroll pad">
          <ReachBanners />
          <ReachPicker />
          <Addresses />
          <KeysSection required={asksForKeys} />
          <TailnetHttpsSection />
          {asksForKeys && <AllowedHosts />}
        </div>
        <ConnectClient />
      </div>
    </Page>
  );
}
