import { networkText } from '../../../contract/derived/catalog/en/network.ts';
import { openAccessText } from '../../../contract/derived/catalog/en/open-access.ts';
import { serverText } from '../../../contract/derived/catalog/en/server.ts';
import { externalAccessInstructions, networkAccess } from '../../../contract/derived/network-access.ts';
import type { ExposureSlice } from '../../../contract/exposure.ts';
import type { ServerActual } from '../../../contract/server.ts';
import { useClient } from '../../client/corral-context.ts';
import { useInterruptingAction } from '../../client/use-interrupting-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { InterruptionDialog } from '../../components/InterruptionDialog.tsx';
import { useHasLiveKey } from './keys/use-has-live-key.ts';

/** What is special about the current network access: open without a key, no valid key, limited, or not ours to change. */
export function ReachBanners() {
  const exposure = useSnapshot((s) => s.exposure);
  const actual = useSnapshot((s) => s.server.actual);
  const hasKeys = useSnapshot((s) => s.keys.length > 0);
  const hasLiveKey = useHasLiveKey();
  const { effective, degradedReason, readOnlyReason } = exposure;
  const isOpen = effective?.open ?? false;
  const hasNoUsableKey = (effective?.keyed ?? false) && !hasLiveKey;
  if (!isOpen && !hasNoUsableKey && degradedReason === null && readOnlyReason === null) return null;
  const keyProblem = hasKeys ? 'expiredKeys' : 'noKeys';
  return (
    <div className="reach-banners">
      {isOpen && <OpenBanner exposure={exposure} />}
      {hasNoUsableKey && (
        <Banner tone="info" title={networkText(`${keyProblem}.title`)}>
          {networkText(`${keyProblem}.remedy`)}
        </Banner>
      )}
      {degradedReason !== null && (
        <Banner tone="warn" title={networkText('limited.title')}>
          {degradedReason}
        </Banner>
      )}
      {readOnlyReason !== null && (
        <Banner tone="info" title={networkText('external.title')}>
          {readOnlyReason} {externalAccessText(exposure, actual)}
        </Banner>
      )}
    </div>
  );
}

/** Warns that anyone can use the server, and offers to end that where Corral can. */
function OpenBanner({ exposure: { effective, readOnlyReason, applying } }: { readonly exposure: ExposureSlice }) {
  const client = useClient();
  const requireKey = useSnapshot((s) => s.settings.requireKey);
  const close = useInterruptingAction((when) => client.exposure.setReach({ reach: 'thisMac', confirmed: false, when }));
  const addKey = useInterruptingAction((when) =>
    client.exposure.setKeyRequired({ required: true, confirmed: false, when }),
  );
  const failure = close.failure ?? addKey.failure;
  return (
    <>
      <InterruptionDialog question={close.question} confirm={networkText('open.turnOffNow')} />
      <InterruptionDialog question={addKey.question} confirm={networkText('open.requireKeyNow')} />
      <Banner
        tone="warn"
        title={`${openAccessText('title')}.`}
        actions={
          readOnlyReason === null && (
            <>
              {!requireKey && (
                <Button busy={addKey.pending || applying} onClick={() => addKey.run()}>
                  {networkText('open.requireKey')}
                </Button>
              )}
              <Button busy={close.pending || applying} onClick={() => close.run()}>
                {networkText('open.thisMacOnly')}
              </Button>
            </>
          )
        }
      >
        {openAccessText('detail')} {directText(effective, readOnlyReason)}
      </Banner>
      {failure && <Banner tone="bad" title={failure.message} />}
    </>
  );
}

/** For whom what Corral adds is off; a server outside Corral has its own banner. */
function directText(effective: ExposureSlice['effective'], readOnlyReason: string | null): string | null {
  if (effective === null || effective.reach === 'thisMac' || readOnlyReason !== null) return null;
  return networkText(`open.direct.${effective.reach}`);
}

/** Who can connect to a server that Corral didn't start, and where that is changed. */
function externalAccessText(exposure: ExposureSlice, actual: ServerActual): string | null {
  if (actual.state !== 'external') return null;
  const { effective } = exposure;
  const current =
    effective === null
      ? networkText('external.unknown')
      : networkText('external.current', {
          access: serverText(networkAccess(exposure, false)),
          host: effective.ollamaHost,
        });
  const instructions = serverText(externalAccessInstructions(actual.owner));
  return [current, instructions, networkText('external.direct'), networkText('external.settings')].join(' ');
}
