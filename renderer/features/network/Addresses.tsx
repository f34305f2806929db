import { useState } from 'react';
import { networkText } from '../../../contract/derived/catalog/en/network.ts';
import { formatRecentClock } from '../../../contract/derived/format/format-time.ts';
import type { ReachabilityReport } from '../../../contract/exposure.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { Disclosure } from '../../components/Disclosure.tsx';
import { Section } from '../../components/Section.tsx';
import { useNow } from '../../components/use-now.ts';
import { AddressRow, FormerAddressRow } from './AddressRow.tsx';

/** The addresses at which the server responds, those that are unavailable now, and a test of them. */
export function Addresses() {
  const client = useClient();
  const { addresses, formerAddresses, effective, keptOpen } = useSnapshot((s) => s.exposure);
  const { report, setReport } = useReport();
  const now = useNow(60_000);
  const test = useAction(() => client.exposure.testReachability(), { onDone: setReport });
  return (
    <Section
      title={networkText('addresses.title')}
      actions={
        <>
          <span className="hint num" aria-live="polite">
            {test.pending
              ? networkText('addresses.checking')
              : report && networkText('addresses.checked', { time: formatRecentClock(report.at, now) })}
          </span>
          <Button
            size="small"
            busy={test.pending}
            disabledReason={addresses.length === 0 ? networkText('addresses.cannotTest') : null}
            onClick={() => test.run()}
          >
            {networkText('addresses.test')}
          </Button>
        </>
      }
    >
      {test.failure && <p className="field-error">{test.failure.message}</p>}
      <div className="group">
        {addresses.length === 0 && (
          <div className="row secondary">
            {networkText('addresses.none')} {keptOpen !== null && networkText('addresses.keptOpen')}
          </div>
        )}
        {addresses.map((address) => (
          <AddressRow
            key={address.url}
            address={address}
            test={report?.addresses.find(({ url }) => url === address.url) ?? null}
          />
        ))}
        {formerAddresses.map((address) => (
          <FormerAddressRow key={address.url} address={address} now={now} />
        ))}
      </div>
      {report && effective?.reach !== 'thisMac' && <ConnectionTroubleshooting />}
    </Section>
  );
}

/** The last report, until the addresses differ from those it tested. */
function useReport() {
  const addresses = useSnapshot((s) => s.exposure.addresses);
  const [report, setReport] = useState<ReachabilityReport | null>(null);
  const isCurrent =
    report?.addresses.length === addresses.length &&
    addresses.every(({ url, needsKey }) =>
      report.addresses.some((tested) => tested.url === url && tested.needsKey === needsKey),
    );
  return { report: isCurrent ? report : null, setReport };
}

/** A test from this Mac passes no firewall and no router, so it can pass although other devices can't connect. */
function ConnectionTroubleshooting() {
  const symptoms = ['timeout', 'noRoute', 'refused', 'tailscale'] as const;
  return (
    <div className="not-reached">
      <Disclosure title={networkText('trouble.title')}>
        <ul className="hint">
          {symptoms.map((symptom) => (
            <li key={symptom}>
              {networkText.parts(`trouble.${symptom}`, { b: (chunks) => <b key="title">{chunks}</b> })}
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}
