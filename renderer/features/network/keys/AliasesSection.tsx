import { useRef } from 'react';
import { keysText } from '../../../../contract/derived/catalog/en/keys.ts';
import type { Alias } from '../../../../contract/keys.ts';
import { useClient } from '../../../client/corral-context.ts';
import { useAction } from '../../../client/use-action.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Section } from '../../../components/Section.tsx';
import { useFocusAfterRemoval } from '../../../components/use-focus-after-removal.ts';
import { AliasRow } from './AliasRow.tsx';
import { CallFailure } from './CallFailure.tsx';
import { NewAliasRow } from './NewAliasRow.tsx';

function idOf({ keyId, name }: Alias): string {
  return `${keyId} ${name}`;
}

/** The names besides their own that requests with an API key can use for installed models. */
export function AliasesSection() {
  const client = useClient();
  const aliases = useSnapshot((s) => s.aliases);
  const keys = useSnapshot((s) => s.keys);
  const set = useAction(client.aliases.set);
  const remove = useAction(client.aliases.remove);
  const newName = useRef<HTMLInputElement>(null);
  const { list, removing } = useFocusAfterRemoval(aliases.map(idOf), newName);
  return (
    <Section title={keysText('aliases.title')}>
      <p className="hint aliases-hint">{keysText('aliases.hint')}</p>
      <div className="group aliases">
        {aliases.length > 0 && (
          <ul ref={list}>
            {aliases.map((alias) => (
              <AliasRow
                key={idOf(alias)}
                alias={alias}
                keyName={keys.find(({ id }) => id === alias.keyId)?.name ?? null}
                onModel={(model) => set.run({ name: alias.name, keyId: alias.keyId, model, confirmed: true })}
                onRemove={() => {
                  removing(idOf(alias));
                  remove.run({ name: alias.name, keyId: alias.keyId });
                }}
              />
            ))}
          </ul>
        )}
        <NewAliasRow nameField={newName} />
      </div>
      <CallFailure failure={set.failure ?? remove.failure} />
    </Section>
  );
}
