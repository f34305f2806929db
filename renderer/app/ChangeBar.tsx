import type { PendingChange } from '../../contract/exposure.ts';
import { useClient } from '../client/corral-context.ts';
import { interruptedWork } from '../client/interrupted-work.ts';
import { useAction } from '../client/use-action.ts';
import { useSnapshot } from '../client/use-snapshot.ts';
import { changeLabel } from './change-label.ts';
import { workLabel } from './restart-reason.ts';
import { WaitingBar } from './WaitingBar.tsx';

/** While a change of who can reach the server waits for its time. */
export function ChangeBar() {
  const pending = useSnapshot((s) => s.exposure.pending);
  return pending && <WaitingChange pending={pending} />;
}

function WaitingChange({ pending }: { readonly pending: PendingChange }) {
  const client = useClient();
  const work = useSnapshot((s) => s.work);
  const interfaces = useSnapshot((s) => s.exposure.interfaces);
  const now = useAction(() => client.exposure.applyPendingNow());
  const cancel = useAction(() => client.exposure.cancelPending());
  const under = workLabel(interruptedWork(work, pending.scope)) || 'the server';
  const words = `${changeLabel(pending, interfaces)} It waits for ${under}.`;
  return <WaitingBar what="change" words={words} confirm="Change Now" now={now} cancel={cancel} />;
}
