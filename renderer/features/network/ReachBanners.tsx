import { useClient } from '../../client/corral-context.ts';
import { useBusyAction } from '../../client/use-busy-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Banner } from '../../components/Banner.tsx';
import { BusyDialog } from '../../components/BusyDialog.tsx';
import { Button } from '../../components/Button.tsx';
import { externalReachWords } from './external-reach-words.ts';
import { openSentence } from './open-sentence.ts';

/** What a person must know about who reaches the server now: open without a key, less than chosen, or not ours to change. */
export function ReachBanners() {
  const client = useClient();
  const exposure = useSnapshot((s) => s.exposure);
  const actual = useSnapshot((s) => s.server.actual);
  const { applied, shortfall, readOnlyReason, applying } = exposure;
  const close = useBusyAction((when) => client.exposure.setReach({ reach: 'thisMac', confirmed: false, when }));
  const open = applied?.open ?? false;
  if (!open && shortfall === null && readOnlyReason === null) return null;
  return (
    <div className="reach-banners">
      <BusyDialog question={close.question} title="Restart the server now?" confirm="Close Now" />
      {open && (
        <Banner
          tone="warn"
          title={openSentence.fact}
          actions={
            readOnlyReason === null && (
              <Button busy={close.pending || applying} onClick={() => close.run()}>
                This Mac Only
              </Button>
            )
          }
        >
          {openSentence.consequence}
        </Banner>
      )}
      {close.failure && <Banner tone="bad" title={close.failure.message} />}
      {shortfall !== null && (
        <Banner tone="warn" title="Less is open than you chose.">
          {shortfall}
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
