import { Plus, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Group, Row } from '../../components/Group.tsx';
import { Section } from '../../components/Section.tsx';
import { SettingLabel } from './SettingLabel.tsx';
import { useSettingCheck } from './use-setting-check.ts';

/** Which web pages may use the server. */
export function BrowserAccess() {
  const client = useClient();
  const origins = useSnapshot((s) => s.settings.allowedOrigins);
  const [text, setText] = useState('');
  const update = useAction((allowedOrigins: string[]) => client.settings.update({ allowedOrigins }));
  const add = useAction((allowedOrigins: string[]) => client.settings.update({ allowedOrigins }), {
    onDone: () => setText(''),
  });
  const typed = text.trim();
  const next = [...origins, typed];
  const checked = useSettingCheck(typed === '' ? null : { allowedOrigins: next });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed !== '') add.run(next);
  };
  return (
    <Section title="Browser access">
      <Group>
        <Row
          label={<SettingLabel label="Allowed origins" field="allowedOrigins" variable="OLLAMA_ORIGINS" />}
          hint={
            <>
              Web pages at these addresses may use the server; a * stands for anything. Pages on this Mac (localhost)
              always may.
              {origins.length > 0 && (
                <ul className="origins" aria-label="Allowed origins">
                  {origins.map((origin) => (
                    <li key={origin} className="origin">
                      <span className="mono selectable">{origin}</span>
                      <button
                        type="button"
                        aria-label={`Remove ${origin}`}
                        title={`Remove ${origin}`}
                        onClick={() => update.run(origins.filter((other) => other !== origin))}
                      >
                        <X className="icon s12" />
                      </button>
                    </li>
                  ))}
                </ul>
              )}
              {update.failure && <p className="bad-text">{update.failure.message}</p>}
              <form className="origin-form" onSubmit={submit}>
                <Field
                  label="Add an origin"
                  className="grow"
                  placeholder="https://chat.example.com"
                  value={text}
                  error={checked?.reason ?? add.failure?.message ?? null}
                  onChange={(event) => {
                    setText(event.target.value);
                    add.clear();
                  }}
                  onKeyDown={(event) => {
                    if (event.key === 'Escape') setText('');
                  }}
                />
                <Button type="submit" aria-label="Add the origin" busy={add.pending} disabled={typed === ''}>
                  <Plus className="icon s13" />
                  Add
                </Button>
              </form>
            </>
          }
        />
      </Group>
    </Section>
  );
}
