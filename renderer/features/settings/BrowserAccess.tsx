import { useState } from 'react';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Group, Row } from '../../components/Group.tsx';
import { Section } from '../../components/Section.tsx';
import { TextList } from '../../components/TextList.tsx';
import { SettingLabel } from './SettingLabel.tsx';
import { useSettingCheck } from './use-setting-check.ts';

/** Which web pages may use the server. */
export function BrowserAccess() {
  const client = useClient();
  const origins = useSnapshot((s) => s.settings.allowedOrigins);
  const [text, setText] = useState('');
  const add = useAction((allowedOrigins: string[]) => client.settings.update({ allowedOrigins }), {
    onDone: () => setText(''),
  });
  // Its own, so that an origin that is being typed stays.
  const remove = useAction((allowedOrigins: string[]) => client.settings.update({ allowedOrigins }));
  const typed = text.trim();
  const next = [...origins, typed];
  const checked = useSettingCheck(typed === '' ? null : { allowedOrigins: next });
  return (
    <Section title="Browser access">
      <Group>
        <Row
          label={<SettingLabel label="Allowed origins" field="allowedOrigins" variable="OLLAMA_ORIGINS" />}
          hint={
            <>
              Web pages at these addresses may use the server; a * stands for anything. Pages on this Mac (localhost)
              always may.
              <TextList
                label="Allowed origins"
                items={origins}
                onRemove={(origin) => remove.run(origins.filter((other) => other !== origin))}
                removeError={remove.failure?.message ?? null}
                text={text}
                onText={(value) => {
                  setText(value);
                  add.clear();
                }}
                addLabel="Add an origin"
                addButton="Add the origin"
                placeholder="https://chat.example.com"
                onAdd={() => add.run(next)}
                adding={add.pending}
                addError={checked?.reason ?? add.failure?.message ?? null}
              />
            </>
          }
        />
      </Group>
    </Section>
  );
}
