import { useState } from 'react';
import { keysText } from '../../../../contract/derived/catalog/en/keys.ts';
import { formatDateTime } from '../../../../contract/derived/format/format-time.ts';
import type { ApiKey } from '../../../../contract/keys.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmPopover } from '../../../components/ConfirmPopover.tsx';
import { Tag } from '../../../components/Tag.tsx';
import { CallFailure, type CallFailureProps } from './CallFailure.tsx';
import { expiryLabel, isExpired, lastUsedLabel, modelsLabel, revocationText } from './key-text.ts';

export interface KeyRowProps {
  readonly apiKey: ApiKey;
  readonly now: number;
  readonly revoking: boolean;
  /** A key is being revoked, this one or another. */
  readonly blocked: boolean;
  /** Why it couldn't be revoked. */
  readonly failure: CallFailureProps['failure'];
  readonly onRevoke: () => void;
}

/** One key: its scope, its expiration, and when and from where it was last used. */
export function KeyRow({ apiKey, now, revoking, blocked, failure, onRevoke }: KeyRowProps) {
  const { name, prefix, scope, models, cloudAllowed, createdAt } = apiKey;
  return (
    <>
      <tr>
        <th scope="row">
          <span className="key-name medium" title={name}>
            {name}
          </span>
          <code className="clip hint" title={keysText('key.created', { date: formatDateTime(createdAt, now) })}>
            {prefix}…
          </code>
        </th>
        <td data-column={keysText('column.scope')}>
          <Tag tone={scope === 'full' ? 'strong' : 'plain'}>{keysText(`scope.${scope}`)}</Tag>
          <span className="clip hint" title={models?.join(', ')}>
            {modelsLabel(models)}
          </span>
          {cloudAllowed && <span className="clip hint">{keysText('key.cloudAllowed')}</span>}
        </td>
        <td data-column={keysText('column.expires')} className={isExpired(apiKey, now) ? 'bad-text' : 'secondary'}>
          {expiryLabel(apiKey, now)}
        </td>
        <LastUsedCell apiKey={apiKey} now={now} />
        <td>
          <RevokeButton apiKey={apiKey} now={now} revoking={revoking} blocked={blocked} onRevoke={onRevoke} />
        </td>
      </tr>
      {failure && (
        <tr className="key-failure">
          <td colSpan={5}>
            <div role="alert">
              <CallFailure failure={failure} />
            </div>
          </td>
        </tr>
      )}
    </>
  );
}

function LastUsedCell({ apiKey, now }: Pick<KeyRowProps, 'apiKey' | 'now'>) {
  const { lastUsedAt, lastUsedFrom } = apiKey;
  return (
    <td data-column={keysText('column.lastUsed')} className="secondary">
      <span className="clip" title={lastUsedAt === null ? undefined : formatDateTime(lastUsedAt, now)}>
        {lastUsedLabel(apiKey, now)}
      </span>
      {lastUsedFrom !== null && (
        <span className="clip hint" title={lastUsedFrom}>
          {lastUsedFrom}
        </span>
      )}
    </td>
  );
}

/** Revokes the key after a confirmation. An expired one is removed: nothing stops working. */
function RevokeButton({ apiKey, now, revoking, blocked, onRevoke }: Omit<KeyRowProps, 'failure'>) {
  const { name } = apiKey;
  const aliases = useSnapshot((s) => s.aliases);
  const [asking, setAsking] = useState(false);
  const verb = isExpired(apiKey, now) ? 'remove' : 'revoke';
  return (
    <ConfirmPopover
      open={asking}
      onOpenChange={setAsking}
      title={keysText(`${verb}.title`, { name })}
      confirm={keysText(`${verb}.action`)}
      onConfirm={onRevoke}
      anchor={
        <Button
          size="small"
          aria-label={keysText(`${verb}.name`, { name })}
          busy={revoking}
          disabled={blocked}
          onClick={() => setAsking(true)}
        >
          {keysText(`${verb}.action`)}
        </Button>
      }
    >
      {revocationText(apiKey, aliases, now)}
    </ConfirmPopover>
  );
}
