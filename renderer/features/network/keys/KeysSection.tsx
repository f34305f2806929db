import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { keysText } from '../../../../contract/derived/catalog/en/keys.ts';
import type { ApiKey, NewKey } from '../../../../contract/keys.ts';
import { useClient } from '../../../client/corral-context.ts';
import { useAction } from '../../../client/use-action.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Button } from '../../../components/Button.tsx';
import { Section } from '../../../components/Section.tsx';
import { useNow } from '../../../components/use-now.ts';
import { AliasesSection } from './AliasesSection.tsx';
import { CallFailure, type CallFailureProps } from './CallFailure.tsx';
import { CreatedKeyDialog } from './CreatedKeyDialog.tsx';
import { KeyRow } from './KeyRow.tsx';
import { NewKeyDialog } from './NewKeyDialog.tsx';
import './keys.css';

type Sheet = { readonly shows: 'new' } | { readonly shows: 'created'; readonly key: NewKey; readonly secret: string };

export interface KeysSectionProps {
  /** Whether other devices must send a key. */
  readonly required: boolean;
}

/** The API keys, and the model aliases that requests with a key can use. */
export function KeysSection({ required }: KeysSectionProps) {
  const keys = useSnapshot((s) => s.keys);
  const newKeyButton = useRef<HTMLButtonElement>(null);
  const [opener, setOpener] = useState<Element | null>(null);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const { revoke, revokingId, failureOf, goneFailure } = useRevocation(newKeyButton);
  return (
    <>
      <Section
        title={keysText('title')}
        actions={
          <Button
            ref={newKeyButton}
            size="small"
            aria-label={keysText('new.openName')}
            onClick={() => {
              setOpener(newKeyButton.current);
              setSheet({ shows: 'new' });
            }}
          >
            <Plus className="icon s13" />
            {keysText('new.open')}
          </Button>
        }
      >
        <div className="key-gone-failure">
          <CallFailure failure={goneFailure} />
        </div>
        {!required && <p className="hint keys-unused">{keysText('notRequired')}</p>}
        <div className="group keys">
          {keys.length === 0 ? (
            <div className="no-keys">
              <b className="medium">{keysText('none.title')}</b>
              <p className="hint">{keysText(required ? 'none.hintRequired' : 'none.hint')}</p>
            </div>
          ) : (
            <KeysTable keys={keys} revokingId={revokingId} failureOf={failureOf} onRevoke={revoke} />
          )}
        </div>
      </Section>
      {required && <AliasesSection />}
      {sheet?.shows === 'new' && (
        <NewKeyDialog
          opener={opener}
          onClose={() => setSheet(null)}
          onCreated={(key, secret) => setSheet({ shows: 'created', key, secret })}
        />
      )}
      {sheet?.shows === 'created' && (
        <CreatedKeyDialog
          opener={opener}
          name={sheet.key.name}
          scope={sheet.key.scope}
          secret={sheet.secret}
          onClose={() => setSheet(null)}
        />
      )}
    </>
  );
}

/** Revokes one key at a time. When the row that had the focus is removed, `focusAfter` gets it. */
function useRevocation(focusAfter: { readonly current: HTMLElement | null }) {
  const client = useClient();
  const keys = useSnapshot((s) => s.keys);
  const call = useAction(client.keys.revoke);
  const [latestId, setLatestId] = useState<string | null>(null);
  const isGone = latestId !== null && !keys.some(({ id }) => id === latestId);
  useEffect(() => {
    if (isGone && document.activeElement === document.body) focusAfter.current?.focus();
  }, [isGone, focusAfter]);
  return {
    revokingId: call.pending ? latestId : null,
    failureOf: (id: string) => (id === latestId ? call.failure : null),
    /** A key that no longer works, though that couldn't be saved, has no row to show this in. */
    goneFailure: isGone ? call.failure : null,
    revoke: (id: string): void => {
      setLatestId(id);
      call.run({ id });
    },
  };
}

interface KeysTableProps {
  readonly keys: readonly ApiKey[];
  readonly revokingId: string | null;
  readonly failureOf: (id: string) => CallFailureProps['failure'];
  readonly onRevoke: (id: string) => void;
}

function KeysTable({ keys, revokingId, failureOf, onRevoke }: KeysTableProps) {
  const now = useNow(30_000);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{keysText('column.name')}</th>
          <th scope="col">{keysText('column.scope')}</th>
          <th scope="col">{keysText('column.expires')}</th>
          <th scope="col">{keysText('column.lastUsed')}</th>
          <th scope="col">
            <span className="sr">{keysText('column.revoke')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <KeyRow
            key={key.id}
            apiKey={key}
            now={now}
            revoking={revokingId === key.id}
            // A second call during the first would be dropped.
            blocked={revokingId !== null}
            failure={failureOf(key.id)}
            onRevoke={() => onRevoke(key.id)}
          />
        ))}
      </tbody>
    </table>
  );
}
