import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Row } from '../../components/Group.tsx';
import { Section } from '../../components/Section.tsx';

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
  const typed = text.trim();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed !== '') add.run([...hosts, typed]);
  };
  return (
    <Section title="Other names of this Mac">
      <div className="group">
        <Row
          label="Allowed host names"
          hint={
            <>
              This Mac’s own names and addresses always work. Add one that a router, a proxy or your own DNS gives it;
              requests for any other name are refused.
              {hosts.length > 0 && (
                <ul className="hosts" aria-label="Allowed host names">
                  {hosts.map((host) => (
                    <li key={host}>
                      <span className="mono selectable">{host}</span>
                      <button
                        type="button"
                        aria-label={`Remove ${host}`}
                        title={`Remove ${host}`}
                        onClick={() => remove.run(hosts.filter((other) => other !== host))}
                      >
                        <X className="icon s12" />
                      </button>
                    </li>
                  ))}
                </ul>
              )}
              {remove.failure && <p className="field-error">{remove.failure.message}</p>}
              <form className="host-form" onSubmit={submit}>
                <Field
                  label="Add a host name"
                  className="grow"
                  placeholder="studio.example.com"
                  value={text}
                  error={add.failure?.message ?? null}
                  onChange={(event) => {
                    setText(event.target.value);
                    add.clear();
                  }}
                />
                <Button type="submit" aria-label="Add the host name" busy={add.pending} disabled={typed === ''}>
                  Add
                </Button>
              </form>
            </>
          }
        />
      </div>
    </Section>
  );
}
