import { useState } from 'react';
import { formatDateTime } from '../../../../contract/derived/format/format-time.ts';
import type { ApiKey } from '../../../../contract/keys.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmPopover } from '../../../components/ConfirmPopover.tsx';
import { Tag } from '../../../components/Tag.tsx';
import { CallFailure, type CallFailureProps } from './CallFailure.tsx';
import { expiryWords, isExpired, lastUsedWords, modelsWords, revocationWords, scopeWords } from './key-text.ts';

export interface KeyRowProps {
  readonly apiKey: ApiKey;
  readonly now: number;
  readonly revoking: boolean;
  /** Another one is being revoked. */
  readonly blocked: boolean;
  /** Why it could not be revoked. */
  readonly failure: CallFailureProps['failure'];
  readonly onRevoke: () => void;
}

/** One key: what it is for, until when, when and from where it was used last. */
export function KeyRow({ apiKey, now, revoking, blocked, failure, onRevoke }: KeyRowProps) {
  const { name, prefix, scope, models, cloudAllowed, createdAt, lastUsedAt, lastUsedFrom } = apiKey;
  const aliases = useSnapshot((s) => s.aliases);
  const [asking, setAsking] = useState(false);
  const expired = isExpired(apiKey, now);
  const verb = expired ? 'Remove' : 'Revoke';
  const made = `Made ${formatDateTime(createdAt, now)}`;
  return (
    <>
      <tr>
        <th scope="row">
          <span className="key-name medium" title={name}>
            {name}
          </span>
          <code className="clip hint" title={made}>
            {prefix}…
          </code>
        </th>
        <td data-column="Scope">
          <Tag tone={scope === 'full' ? 'strong' : 'plain'}>{scopeWords[scope].name}</Tag>
          <span className="clip hint" title={models?.join(', ')}>
            {modelsWords(models)}
          </span>
          {cloudAllowed && <span className="clip hint">Cloud too</span>}
        </td>
        <td data-column="Expires" className={expired ? 'bad-text' : 'secondary'}>
          {expiryWords(apiKey, now)}
        </td>
        <td data-column="Last used" className="secondary">
          <span className="clip" title={lastUsedAt === null ? undefined : formatDateTime(lastUsedAt, now)}>
            {lastUsedWords(apiKey, now)}
          </span>
          {lastUsedFrom !== null && (
            <span className="clip hint" title={lastUsedFrom}>
              {lastUsedFrom}
            </span>
          )}
        </td>
        <td>
          <ConfirmPopover
            open={asking}
            onOpenChange={setAsking}
            title={`${verb} the key “${name}”?`}
            confirm={verb}
            onConfirm={onRevoke}
            anchor={
              <Button
                size="small"
                aria-label={`${verb} key ${name}`}
                busy={revoking}
                disabled={blocked}
                onClick={() => setAsking(true)}
              >
                {verb}
              </Button>
            }
          >
            {revocationWords(apiKey, aliases, now)}
          </ConfirmPopover>
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
