import { Plus, X } from 'lucide-react';
import type { FocusEvent, KeyboardEvent } from 'react';
import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import type { ExtraVariable } from '../../../contract/settings.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Group } from '../../components/Group.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Section } from '../../components/Section.tsx';
import { AfterRestart } from './AfterRestart.tsx';
import { useVariableRows } from './use-variable-rows.ts';

/** Additional environment variables for the server, one per row. */
export function EnvironmentSettings() {
  const { rows, problem, edit, add, remove, commit, reset } = useVariableRows();
  return (
    <Section title={settingsText('section.environment')} actions={<AfterRestart field="extraVariables" />}>
      <Group>
        {rows.map((row, index) => (
          <VariableRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a row's name changes while it is typed, and rows keep their order
            key={index}
            row={row}
            position={index + 1}
            error={problem?.row === index ? problem.reason : null}
            onEdit={(next) => edit(index, next)}
            onRemove={() => remove(index)}
            onCommit={commit}
            onReset={reset}
          />
        ))}
        <div className="row" data-setting="extraVariables">
          <Button size="small" onClick={add}>
            <Plus className="icon s13" />
            {settingsText('environment.add')}
          </Button>
          <span className="grow small bad-text" aria-live="polite">
            {problem?.row === null ? problem.reason : ''}
          </span>
          <a className="btn small" href="#/settings/configuration">
            {settingsText('environment.showEffective')}
          </a>
        </div>
      </Group>
      <p className="hint env-hint">{settingsText('environment.hint')}</p>
    </Section>
  );
}

interface VariableRowProps {
  readonly row: ExtraVariable;
  /** From 1; names the row while its variable has no name. */
  readonly position: number;
  readonly error: string | null;
  readonly onEdit: (row: ExtraVariable) => void;
  readonly onRemove: () => void;
  readonly onCommit: () => void;
  readonly onReset: () => void;
}

function VariableRow({ row, position, error, onEdit, onRemove, onCommit, onReset }: VariableRowProps) {
  const variable = row.name.trim() || settingsText('environment.unnamed', { position });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') onCommit();
    if (event.key === 'Escape') onReset();
  };
  // Moving between the row's name and its value stores nothing yet.
  const onBlur = ({ target, relatedTarget }: FocusEvent): void => {
    if (!(relatedTarget instanceof Node && target.closest('.env')?.contains(relatedTarget))) onCommit();
  };
  return (
    <div className="row">
      <div className="env">
        <Field
          label={settingsText('environment.name', { variable })}
          placeholder={settingsText('environment.namePlaceholder')}
          value={row.name}
          error={error}
          autoFocus={row.name === '' && row.value === ''}
          onChange={(event) => onEdit({ name: event.target.value, value: row.value })}
          onBlur={onBlur}
          onKeyDown={onKeyDown}
        />
        <Field
          label={settingsText('environment.value', { variable })}
          placeholder={settingsText('environment.valuePlaceholder')}
          value={row.value}
          onChange={(event) => onEdit({ name: row.name, value: event.target.value })}
          onBlur={onBlur}
          onKeyDown={onKeyDown}
        />
        <IconButton icon={X} size="small" label={settingsText('environment.remove', { variable })} onClick={onRemove} />
      </div>
    </div>
  );
}
