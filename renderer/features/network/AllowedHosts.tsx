import { useState } from 'react';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Group, Row } from '../../components/Group.tsx';
import { Section } from '../../components/Section.tsx';
import { TextList } from '../../components/TextList.tsx';

/** Names besides this Mac's own that callers with a key may use for it. */
export function AllowedHosts() {
  const client = useClient();
  const hosts = useSnapshot((s) => s.settings.allowedHosts);
  const [text, setText] = useState('');
  const add = useAction((allowedHosts: string[]) => client.settings.update({ allowedHosts }), {
    onDone: () => setText(''),
  });
  // Its own, so that a name that is being typed stays.
  const remove = useAction((allowedHosts: string[]) => client.settings.update({ allowedHosts }));
  return (
    <Section title="Other names of this Mac">
      <Group>
        <Row
          label="Allowed host names"
          hint={
            <>
              This Mac’s own names and addresses always work. Add one that a router, a proxy or your own DNS gives it;
              requests for any other name are refused.
              <TextList
                label="Allowed host names"
                items={hosts}
                onRemove={(host) => remove.run(hosts.filter((other) => other !== host))}
                removeError={remove.failure?.message ?? null}
                text={text}
                onText={(next) => {
                  setText(next);
                  add.clear();
                }}
                addLabel="Add a host name"
                addButton="Add the host name"
                placeholder="studio.example.com"
                onAdd={() => add.run([...hosts, text.trim()])}
                adding={add.pending}
                addError={add.failure?.message ?? null}
              />
            </>
          }
        />
      </Group>
    </Section>
  );
}
