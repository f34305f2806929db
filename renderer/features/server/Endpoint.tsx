import { serverText } from '../../../contract/derived/catalog/en/server.ts';
import { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import { type FrontDoor, frontDoor, isOpenToThisMac } from '../../../contract/derived/front-door.ts';
import { networkAccess } from '../../../contract/derived/network-access.ts';
import type { ExposureSlice } from '../../../contract/exposure.ts';
import type { ServerSlice } from '../../../contract/server.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Group, Row } from '../../components/Group.tsx';

/** Where clients find the server, where that is itself, and who can connect to it. */
export function Endpoint() {
  const baseUrl = useSnapshot((s) => s.server.baseUrl);
  const exposure = useSnapshot((s) => s.exposure);
  const requireKey = useSnapshot((s) => s.settings.requireKey);
  return (
    <Group label={serverPageText('endpoint.title')}>
      <Row label={serverPageText('endpoint.url')}>
        <span className={exposure.effective === null ? 'endpoint tertiary' : 'endpoint'}>{baseUrl}</span>
        <CopyButton text={baseUrl} label={serverPageText('endpoint.copy')} />
      </Row>
      <ServerAddress />
      <Row label={serverPageText('endpoint.access')}>
        <span className="secondary right">{serverText(networkAccess(exposure, requireKey))}</span>
        <a className="btn small" href="#/network" aria-label={serverPageText('endpoint.changeAccess')}>
          {serverPageText('endpoint.change')}
        </a>
      </Row>
    </Group>
  );
}

/** Where the server itself listens, and who connects to it there. */
function ServerAddress() {
  const server = useSnapshot((s) => s.server);
  const exposure = useSnapshot((s) => s.exposure);
  const { effective } = exposure;
  const door = frontDoor({ server, exposure });
  if (effective === null || door === null) return null;
  return (
    <Row label={serverPageText('endpoint.server')} hint={serverAddressHint(door, server, effective)}>
      <span className="endpoint">
        {server.innerPort === null ? effective.ollamaHost : `127.0.0.1:${server.innerPort}`}
      </span>
    </Row>
  );
}

/** Null where another app has this Mac’s own address of the port, which the Network page tells. */
function serverAddressHint(
  door: FrontDoor,
  { actual, port }: ServerSlice,
  effective: NonNullable<ExposureSlice['effective']>,
): string | null {
  if (door !== 'ollama' && !isOpenToThisMac(effective)) return null;
  if (door === 'corral') return serverPageText('endpoint.inFront', { port });
  if (door === 'corralForThisMac') return serverPageText('endpoint.inFrontForThisMac', { port });
  return serverPageText(effective.open || actual.state === 'external' ? 'endpoint.directForAll' : 'endpoint.direct');
}
