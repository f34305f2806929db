import { networkText } from '../../../contract/derived/catalog/en/network.ts';
import { useClient } from '../../client/corral-context.ts';
import { useDraftText } from '../../client/drafts.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Group, Row } from '../../components/Group.tsx';
import { Section } from '../../components/Section.tsx';
import { TextList } from '../../components/TextList.tsx';

/** The host names besides this Mac's own that requests from other devices can use. */
export function AllowedHosts() {
  const client = useClient();
  const hosts = useSnapshot((s) => s.settings.allowedHosts);
  const [text, setText] = useDraftText('network.allowedHosts');
  const add = useAction((allowedHosts: string[]) => client.settings.update({ allowedHosts }), {
    onDone: () => setText(''),
  });
  // Separate from `add`, so that removing a name doesn't clear the field.
  const remove = useAction((allowedHosts: string[]) => client.settings.update({ allowedHosts }));
  return (
    <Section title={networkText('hosts.title')}>
      <Group>
        <Row
          label={networkText('hosts.label')}
          hint={
            <>
              {networkText('hosts.hint')}
              <TextList
                label={networkText('hosts.label')}
                items={hosts}
                onRemove={(host) => remove.run(hosts.filter((other) => other !== host))}
                removeError={remove.failure?.message ?? null}
                text={text}
                onText={(next) => {
                  setText(next);
                  add.clear();
                }}
                addLabel={networkText('hosts.field')}
                addButton={networkText('hosts.add')}
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
