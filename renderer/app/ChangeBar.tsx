import { serverText } from '../../contract/derived/catalog/en/server.ts';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import { interruptedWork } from '../../contract/derived/work.ts';
import type { NetworkInterface, PendingChange } from '../../contract/exposure.ts';
import { useClient } from '../client/corral-context.ts';
import { useAction } from '../client/use-action.ts';
import { useSnapshot } from '../client/use-snapshot.ts';
import { workLabel } from './restart-reason.ts';
import { WaitingBar } from './WaitingBar.tsx';

/** Shown while a change of network access waits for requests in progress. */
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
  const inProgress = workLabel(interruptedWork(work, pending.scope)) || shellText('work.requests');
  const detail = shellText('change.waiting', { change: changeLabel(pending, interfaces), work: inProgress });
  return (
    <WaitingBar
      title={shellText('change.pending')}
      detail={detail}
      confirm={shellText('change.now')}
      cancelLabel={shellText('change.cancel')}
      now={now}
      cancel={cancel}
    />
  );
}

/** What a change does to network access, as a sentence: `This Mac only, API key required, Wi-Fi off.` */
export function changeLabel(change: PendingChange, interfaces: readonly NetworkInterface[]): string {
  const { reach, requireKey, closedInterfaces, tailnetHttps, localApps } = change;
  const switched = interfaces.filter(
    ({ device, selected }) => closedInterfaces !== undefined && selected === closedInterfaces.includes(device),
  );
  const parts = [
    ...(reach === undefined ? [] : [serverText(`access.${reach}`)]),
    ...(requireKey === undefined ? [] : [shellText(requireKey ? 'change.keyRequired' : 'change.noKey')]),
    ...switched.map(({ label: network, selected }) =>
      shellText(selected ? 'change.networkOff' : 'change.networkOn', { network }),
    ),
    ...(tailnetHttps === undefined ? [] : [shellText(tailnetHttps ? 'change.httpsOn' : 'change.httpsOff')]),
    ...(localApps === undefined ? [] : [shellText('change.localApps', { to: localApps })]),
  ].join(', ');
  // The network that the change is about may be gone.
  if (parts === '') return shellText('change.otherNetworks');
  return `${parts.charAt(0).toUpperCase()}${parts.slice(1)}.`;
}
