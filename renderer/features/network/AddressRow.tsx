import { CircleAlert, CircleCheck, CircleOff, KeyRound } from 'lucide-react';
import { networkText } from '../../../contract/derived/catalog/en/network.ts';
import { formatRecentClock } from '../../../contract/derived/format/format-time.ts';
import type { Address, AddressTest, FormerAddress, ReachCheck } from '../../../contract/exposure.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Tag } from '../../components/Tag.tsx';

export interface AddressRowProps {
  readonly address: Address;
  /** The last test of this address. */
  readonly test: AddressTest | null;
}

/** An address at which the server responds, whether it requires a key, and what a test of it showed. */
export function AddressRow({ address: { url, label, needsKey }, test }: AddressRowProps) {
  return (
    <div className="row addr-row">
      <div className="addr">
        {test?.passed === false ? <CircleAlert className="icon bad-text" /> : <CircleCheck className="icon up" />}
        <span className="secondary small clip" title={label}>
          {label}
        </span>
        <code className="clip" title={url}>
          {url}
        </code>
        {needsKey && (
          <span title={networkText('addresses.keyRequired')}>
            <Tag icon={KeyRound}>
              <span className="sr">{networkText('addresses.keyRequired')}</span>
            </Tag>
          </span>
        )}
        <CopyButton iconOnly text={url} label={networkText('addresses.copy', { label })} />
        {test && <TestResult test={test} />}
      </div>
    </div>
  );
}

export interface FormerAddressRowProps {
  readonly address: FormerAddress;
  readonly now: number;
}

/** An address at which the server doesn't respond any more. */
export function FormerAddressRow({ address: { label, url, since }, now }: FormerAddressRowProps) {
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
        <span className="hint">{networkText('addresses.unavailable', { time: formatRecentClock(since, now) })}</span>
      </div>
    </div>
  );
}

/** One line where every check passed; otherwise each failed check. Then what the person should know or do. */
function TestResult({ test: { passed, needsKey, checks, advice } }: { readonly test: AddressTest }) {
  return (
    <div className="addr-test small">
      {passed && <span className="secondary">{networkText(needsKey ? 'test.passedWithKey' : 'test.passed')}</span>}
      {checks
        .filter((check) => !check.passed)
        .map((check) => (
          <span key={check.check} className="bad-text">
            {failureText(check)}{' '}
          </span>
        ))}
      {advice !== null && <span className={passed ? 'warn-text' : undefined}> {advice}</span>}
    </div>
  );
}

function failureText({ check, outcome }: ReachCheck): string {
  return 'status' in outcome
    ? networkText('test.failed', { check: networkText(`check.${check}`), status: String(outcome.status) })
    : networkText('test.noResponse', { reason: noResponseReason(outcome.errorCode) });
}

function noResponseReason(errorCode: string): string {
  switch (errorCode) {
    case 'ETIMEDOUT':
      return networkText('noResponse.timedOut');
    case 'ECONNREFUSED':
      return networkText('noResponse.refused');
    case 'EHOSTUNREACH':
      return networkText('noResponse.noRoute');
    case 'ENETUNREACH':
      return networkText('noResponse.networkUnreachable');
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return networkText('noResponse.unknownHost');
    default:
      return errorCode;
  }
}
