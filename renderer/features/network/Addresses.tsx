import { CircleAlert, CircleCheck, CircleOff, KeyRound } from 'lucide-react';
import type { Address, AddressTest, FormerAddress } from '../../../contract/exposure.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Section } from '../../components/Section.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useNow } from '../../components/use-now.ts';
import { AddressTestResult } from './AddressTestResult.tsx';
import { ConnectionTroubleshooting } from './ConnectionTroubleshooting.tsx';
import { clockOrDay } from './clock-or-day.ts';
import { useReachabilityTest } from './use-reachability-test.ts';

/** Every address at which the server answers now, those that are gone, and a test of them. */
export function Addresses() {
  const client = useClient();
  const { addresses, formerAddresses: gone, effective } = useSnapshot((s) => s.exposure);
  const { report, keep } = useReachabilityTest();
  const now = useNow(60_000);
  const test = useAction(() => client.exposure.testReachability(), { onDone: keep });
  return (
    <Section
      title="Addresses"
      actions={
        <>
          <span className="hint num" aria-live="polite">
            {test.pending ? 'Checking…' : report && `Checked ${clockOrDay(report.at, { now, clock: 'at' })}`}
          </span>
          <Button
            size="small"
            busy={test.pending}
            disabledReason={addresses.length === 0 ? 'No address answers while the server is not running.' : null}
            onClick={() => test.run()}
          >
            Test Reachability
          </Button>
        </>
      }
    >
      {test.failure && <p className="field-error">{test.failure.message}</p>}
      <div className="group">
        {addresses.length === 0 && (
          <div className="row secondary">No address answers while the server is not running.</div>
        )}
        {addresses.map((address) => (
          <AddressRow
            key={address.url}
            address={address}
            tested={report?.addresses.find(({ url }) => url === address.url) ?? null}
          />
        ))}
        {gone.map((address) => (
          <GoneRow key={address.url} address={address} now={now} />
        ))}
      </div>
      {report && effective?.reach !== 'thisMac' && <ConnectionTroubleshooting />}
    </Section>
  );
}

interface AddressRowProps {
  readonly address: Address;
  readonly tested: AddressTest | null;
}

function AddressRow({ address, tested }: AddressRowProps) {
  const { url, label, needsKey } = address;
  return (
    <div className="row addr-row">
      <div className="addr">
        {tested?.passed === false ? <CircleAlert className="icon bad-text" /> : <CircleCheck className="icon up" />}
        <span className="secondary small clip" title={label}>
          {label}
        </span>
        <code className="clip" title={url}>
          {url}
        </code>
        {needsKey && (
          <span title="Needs a key">
            <Tag icon={KeyRound}>
              <span className="sr">needs a key</span>
            </Tag>
          </span>
        )}
        <CopyButton iconOnly text={url} label={`Copy ${label}`} />
        {tested && <AddressTestResult test={tested} />}
      </div>
    </div>
  );
}

interface GoneRowProps {
  readonly address: FormerAddress;
  readonly now: number;
}

function GoneRow({ address: { label, url, since }, now }: GoneRowProps) {
  return (
    <div className="row addr-row">
      <div className="addr is-off">
        <CircleOff className="icon off" />
        <span className="small clip" title={label}>
          {label}
        </span>
        <code className="clip" title={url}>
          {url}
        </code>
        <span className="hint">Gone since {clockOrDay(since, { now })}</span>
      </div>
    </div>
  );
}
