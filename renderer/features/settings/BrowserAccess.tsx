import { settingLabel } from '../../../contract/derived/catalog/en/setting-labels.ts';
import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import { useClient } from '../../client/corral-context.ts';
import { SETTINGS_DRAFTS, useDraftText } from '../../client/drafts.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Group, Row } from '../../components/Group.tsx';
import { Section } from '../../components/Section.tsx';
import { TextList } from '../../components/TextList.tsx';
import { SettingLabel } from './SettingLabel.tsx';
import { useSettingCheck } from './use-setting-check.ts';

/** Which web pages can use the server. */
export function BrowserAccess() {
  const client = useClient();
  const origins = useSnapshot((s) => s.settings.allowedOrigins);
  const [text, setText] = useDraftText(`${SETTINGS_DRAFTS}.allowedOrigins`);
  const add = useAction((allowedOrigins: string[]) => client.settings.update({ allowedOrigins }), {
    onDone: () => setText(''),
  });
  // Separate from `add`, so that removing an origin doesn't clear the field.
  const remove = useAction((allowedOrigins: string[]) => client.settings.update({ allowedOrigins }));
  const typed = text.trim();
  const next = [...origins, typed];
  const problem = useSettingCheck(typed === '' ? null : { allowedOrigins: next });
  return (
    <Section title={settingsText('section.browserAccess')}>
      <Group>
        <Row
          label={<SettingLabel field="allowedOrigins" variable="OLLAMA_ORIGINS" />}
          hint={
            <>
              {settingsText('origins.hint')}
              <TextList
                label={settingLabel('allowedOrigins')}
                items={origins}
                onRemove={(origin) => remove.run(origins.filter((other) => other !== origin))}
                removeError={remove.failure?.message ?? null}
                text={text}
                onText={(value) => {
                  setText(value);
                  add.clear();
                }}
                addLabel={settingsText('origins.field')}
                addButton={settingsText('origins.add')}
                placeholder="https://chat.example.com"
                onAdd={() => add.run(next)}
                adding={add.pending}
                addError={problem?.reason ?? add.failure?.message ?? null}
              />
            </>
          }
        />
      </Group>
    </Section>
  );
}
