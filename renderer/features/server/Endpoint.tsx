import { serverText } from '../../../contract/derived/catalog/en/server.ts';
import { networkAccess } from '../../../contract/derived/network-access.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Group, Row } from '../../components/Group.tsx';

/** Where clients find the server and who can reach it. */
export function Endpoint() {
  const baseUrl = useSnapshot((s) => s.server.baseUrl);
  const answers = useSnapshot((s) => s.exposure.effective !== null);
  const exposure = useSnapshot((s) => s.exposure);
  const requireKey = useSnapshot((s) => s.settings.requireKey);
  return (
    <Group label="Endpoint">
      <Row label="OpenAI-compatible endpoint">
        <span className={answers ? 'endpoint' : 'endpoint tertiary'}>{baseUrl}</span>
        <CopyButton text={baseUrl} label="Copy endpoint" />
      </Row>
      <Row label="Who can reach it">
        <span className="secondary right">{serverText(networkAccess(exposure, requireKey))}</span>
        <a className="btn small" href="#/network" aria-label="Change who can reach it">
          Change
        </a>
      </Row>
    </Group>
  );
}
