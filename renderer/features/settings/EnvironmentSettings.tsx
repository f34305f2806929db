import { Plus, X } from 'lucide-react';
import type { FocusEvent, KeyboardEvent } from 'react';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Group } from '../../components/Group.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Section } from '../../components/Section.tsx';
import { AfterRestart } from './AfterRestart.tsx';
import { useVariableRows } from './use-variable-rows.ts';

/** Any other variables for the server, one a row. */
export function EnvironmentSettings() {
  const { rows, problem, edit, add, remove, commit, undo } = useVariableRows();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') commit();
    if (event.key === 'Escape') undo();
  };
  // From a name to its value nothing is stored yet.
  const onBlur = ({ target, relatedTarget }: FocusEvent): void => {
    if (!(relatedTarget instanceof Node && target.closest('.env')?.contains(relatedTarget))) commit();
  };
  const nameOf = (index: number): string => rows[index]?.name.trim() || `variable ${index + 1}`;
  return (
    <Section title="Environment" actions={<AfterRestart field="extraVariables" />}>
      <Group>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row's name changes while it is typed, and rows keep their order
          <div key={index} className="row">
            <div className="env">
              <Field
                label={`Name of ${nameOf(index)}`}
                placeholder="NAME"
                value={row.name}
                error={problem?.row === index ? problem.reason : null}
                autoFocus={row.name === '' && row.value === ''}
                onChange={(event) => edit(index, { ...row, name: event.target.value })}
                onBlur={onBlur}
                onKeyDown={onKeyDown}
              />
              <Field
                label={`Value of ${nameOf(index)}`}
                placeholder="Value"
                value={row.value}
                onChange={(event) => edit(index, { ...row, value: event.target.value })}
                onBlur={onBlur}
                onKeyDown={onKeyDown}
              />
              <IconButton icon={X} size="small" label={`Remove ${nameOf(index)}`} onClick={() => remove(index)} />
            </div>
          </div>
        ))}
        <div className="row">
          <Button size="small" onClick={add}>
            <Plus className="icon s13" />
            Add Variable
          </Button>
          <span className="grow small bad-text" aria-live="polite">
            {problem?.row === null ? problem.reason : ''}
          </span>
          <a className="btn small" href="#/settings/configuration">
            Show What the Server Gets…
          </a>
        </div>
      </Group>
      <p className="hint env-hint">
        Given to Ollama when it starts. Settings above win over variables of the same meaning.
      </p>
    </Section>
  );
}
