import { useClient } from '../../client/corral-context.ts';
import { useInterruptingAction } from '../../client/use-interrupting-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { InterruptionDialog } from '../../components/InterruptionDialog.tsx';
import { externalReachWords } from './external-access-text.ts';
import { useHasLiveKey } from './keys/use-has-live-key.ts';
import { openSentence } from './open-warning.ts';

/** What a person must know about who reaches the server now: open without a key, for nobody yet, less than chosen, or not ours. */
export function ReachBanners() {
  const client = useClient();
  const exposure = useSnapshot((s) => s.exposure);
  const actual = useSnapshot((s) => s.server.actual);
  const required = useSnapshot((s) => s.settings.requireKey);
  const noKeys = useSnapshot((s) => s.keys.length === 0);
  const hasLiveKey = useHasLiveKey();
  const { effective, degradedReason, readOnlyReason, applying } = exposure;
  const close = useInterruptingAction((when) => client.exposure.setReach({ reach: 'thisMac', confirmed: false, when }));
  const askForKey = useInterruptingAction((when) =>
    client.exposure.setKeyRequired({ required: true, confirmed: false, when }),
  );
  const open = effective?.open ?? false;
  const hasNoUsableKey = (effective?.keyed ?? false) && !hasLiveKey;
  if (!open && !hasNoUsableKey && degradedReason === null && readOnlyReason === null) return null;
  const failure = close.failure ?? askForKey.failure;
  return (
    <div className="reach-banners">
      <InterruptionDialog question={close.question} confirm="Close Now" />
      <InterruptionDialog question={askForKey.question} confirm="Require Now" />
      {open && (
        <Banner
          tone="warn"
          title={openSentence.fact}
          actions={
            readOnlyReason === null && (
              <>
                {!required && (
                  <Button busy={askForKey.pending || applying} onClick={() => askForKey.run()}>
                    Require a Key
                  </Button>
                )}
                <Button busy={close.pending || applying} onClick={() => close.run()}>
                  This Mac Only
                </Button>
              </>
            )
          }
        >
          {openSentence.consequence}
        </Banner>
      )}
      {failure && <Banner tone="bad" title={failure.message} />}
      {hasNoUsableKey && (
        <Banner
          tone="info"
          title={noKeys ? 'No keys yet: nobody can use it.' : 'Every key has expired: nobody can use it.'}
        >
          Make {noKeys ? 'one' : 'a new one'} below, under API keys, for each device or app that shall.
        </Banner>
      )}
      {degradedReason !== null && (
        <Banner tone="warn" title="Less is open than you chose.">
          {degradedReason}
        </Banner>
      )}
      {readOnlyReason !== null && (
        <Banner tone="info" title="Who can reach it cannot be changed here.">
          {readOnlyReason} {externalReachWords(exposure, actual)}
        </Banner>
      )}
    </div>
  );
}
