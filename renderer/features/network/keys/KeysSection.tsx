import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { NewKey } from '../../../../contract/keys.ts';
import { useClient } from '../../../client/corral-context.ts';
import { useAction } from '../../../client/use-action.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Button } from '../../../components/Button.tsx';
import { Section } from '../../../components/Section.tsx';
import { useNow } from '../../../components/use-now.ts';
import { AliasesSection } from './AliasesSection.tsx';
import { CallFailure } from './CallFailure.tsx';
import { CreatedKeyDialog } from './CreatedKeyDialog.tsx';
import { KeyRow } from './KeyRow.tsx';
import { NewKeyDialog } from './NewKeyDialog.tsx';
import './keys.css';

type Sheet = { readonly shows: 'new' } | { readonly shows: 'created'; readonly key: NewKey; readonly secret: string };

export interface KeysSectionProps {
  /** Callers from elsewhere must present a key. */
  readonly required: boolean;
}

/** The API keys and the names that their holders may use for models. */
export function KeysSection({ required }: KeysSectionProps) {
  const client = useClient();
  const keys = useSnapshot((s) => s.keys);
  const now = useNow(30_000);
  const newKeyButton = useRef<HTMLButtonElement>(null);
  const [opener, setOpener] = useState<Element | null>(null);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const revoke = useAction(client.keys.revoke);
  const [revoked, setRevoked] = useState<string | null>(null);
  const revokedIsGone = revoked !== null && !keys.some(({ id }) => id === revoked);
  useEffect(() => {
    // Its row had the focus.
    if (revokedIsGone && document.activeElement === document.body) newKeyButton.current?.focus();
  }, [revokedIsGone]);
  return (
    <>
      <Section
        title="API keys"
        actions={
          <Button
            ref={newKeyButton}
            size="small"
            aria-label="New key"
            onClick={() => {
              setOpener(newKeyButton.current);
              setSheet({ shows: 'new' });
            }}
          >
            <Plus className="icon s13" />
            New Key…
          </Button>
        }
      >
        <div className="key-gone-failure">
          <CallFailure failure={revokedIsGone ? revoke.failure : null} />
        </div>
        {!required && (
          <p className="hint keys-unused">
            No key is asked for now. Keys that you make here count as soon as one is required.
          </p>
        )}
        <div className="group keys">
          {keys.length === 0 ? (
            <div className="no-keys">
              <b className="medium">No keys yet</b>
              <p className="hint">
                {required && 'Other devices need one. '}
                Make one for each app or device, so that you can revoke it without the others.
              </p>
            </div>
          ) : (
            <table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Scope</th>
                  <th scope="col">Expires</th>
                  <th scope="col">Last used</th>
                  <th scope="col">
                    <span className="sr">Revoke</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {keys.map((key) => (
                  <KeyRow
                    key={key.id}
                    apiKey={key}
                    now={now}
                    revoking={revoke.pending && revoked === key.id}
                    // One at a time: a second call would be dropped.
                    blocked={revoke.pending}
                    failure={revoked === key.id ? revoke.failure : null}
                    onRevoke={() => {
                      setRevoked(key.id);
                      revoke.run({ id: key.id });
                    }}
                  />
                ))}
              </tbody>
            </table>
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
