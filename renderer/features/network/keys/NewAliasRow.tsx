import { ArrowRight } from 'lucide-react';
import { type FormEvent, type RefObject, useId, useState } from 'react';
import { keysText } from '../../../../contract/derived/catalog/en/keys.ts';
import { modelKey } from '../../../../contract/derived/model-name.ts';
import type { Alias } from '../../../../contract/keys.ts';
import type { ModelsSlice } from '../../../../contract/models.ts';
import { useClient } from '../../../client/corral-context.ts';
import { useAction } from '../../../client/use-action.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmPopover } from '../../../components/ConfirmPopover.tsx';
import { Field } from '../../../components/Field.tsx';
import { Select } from '../../../components/Select.tsx';
import { CallFailure } from './CallFailure.tsx';
import { emptyModelsText, modelOptions } from './model-options.ts';

/** The option for all keys. An id can't have this value. */
const ALL_KEYS = 'all';

export interface NewAliasRowProps {
  readonly nameField: RefObject<HTMLInputElement | null>;
}

/** Adds an alias, or replaces the one with that name. A name that hides an installed model needs a confirmation. */
export function NewAliasRow({ nameField }: NewAliasRowProps) {
  const models = useSnapshot((s) => s.models);
  const keys = useSnapshot((s) => s.keys);
  const currentId = useId();
  const { name, setName, model, setModel, keyId, setKey, current, problem, add, hiddenModel, decline } = useNewAlias();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.run(false);
  };
  const verb = current ? 'replace' : 'add';
  return (
    <form className="alias new-alias" aria-label={keysText('newAlias.form')} onSubmit={submit}>
      <Field
        ref={nameField}
        label={keysText('newAlias.name')}
        placeholder="gpt-4o-mini"
        value={name}
        maxLength={200}
        aria-describedby={current && currentId}
        onChange={({ target }) => setName(target.value)}
      />
      <ArrowRight className="icon s13" />
      <Select
        label={keysText('newAlias.model')}
        placeholder={modelPlaceholder(models)}
        value={model}
        options={modelOptions(models, null)}
        disabled={models.installed.length === 0}
        onChange={setModel}
      />
      <Select
        label={keysText('newAlias.keys')}
        value={keyId ?? ALL_KEYS}
        options={[
          { value: ALL_KEYS, label: keysText('alias.allKeys') },
          ...keys.map(({ id, name: label }) => ({ value: id, label })),
        ]}
        onChange={setKey}
      />
      <ConfirmPopover
        open={hiddenModel !== null}
        onOpenChange={decline}
        title={keysText('newAlias.hidesTitle', { alias: hiddenModel ?? name.trim() })}
        confirm={keysText('newAlias.hidesConfirm')}
        onConfirm={() => add.run(true)}
        anchor={
          <Button
            type="submit"
            aria-label={keysText(`newAlias.${verb}Name`)}
            busy={add.pending}
            disabledReason={problem}
          >
            {keysText(`newAlias.${verb}`)}
          </Button>
        }
      >
        {keysText('newAlias.hides', { model: model ?? '' })}
      </ConfirmPopover>
      <p id={currentId} className={current ? 'hint' : 'sr'} aria-live="polite">
        {current && keysText('newAlias.current', { alias: current.name, model: current.model })}
      </p>
      <CallFailure failure={hiddenModel === null ? add.failure : null} />
    </form>
  );
}

/** The alias as it is filled in, and the call that stores it. */
function useNewAlias() {
  const client = useClient();
  const models = useSnapshot((s) => s.models);
  const keys = useSnapshot((s) => s.keys);
  const aliases = useSnapshot((s) => s.aliases);
  const [name, setName] = useState('');
  const [chosenModel, setChosenModel] = useState<string | null>(null);
  const [chosenKey, setKey] = useState(ALL_KEYS);
  const [hiddenModel, setHiddenModel] = useState<string | null>(null);
  const set = useAction(client.aliases.set, {
    onDone: () => {
      setName('');
      setChosenModel(null);
    },
    onFailure: ({ expected }) => {
      if (expected?.code === 'ALIAS_HIDES_MODEL') setHiddenModel(expected.data.name);
    },
  });
  // A model or a key may have been removed since it was chosen.
  const model = models.installed.some((one) => one.name === chosenModel) ? chosenModel : null;
  const keyId = keys.some(({ id }) => id === chosenKey) ? chosenKey : null;
  const alias = name.trim();
  const current = aliases.find((other) => other.keyId === keyId && modelKey(other.name) === modelKey(alias));
  const problem = aliasProblem({ alias, model, current, models });
  return {
    name,
    setName: (value: string): void => {
      setName(value);
      set.clear();
    },
    model,
    setModel: (value: string): void => {
      setChosenModel(value);
      set.clear();
    },
    keyId,
    setKey,
    /** The alias that would be replaced. */
    current,
    problem,
    add: {
      pending: set.pending,
      failure: set.failure,
      run: (confirmed: boolean): void => {
        if (problem === null && model !== null) set.run({ name: alias, model, keyId, confirmed });
      },
    },
    /** The installed model whose name the alias would take. */
    hiddenModel,
    decline: (): void => {
      setHiddenModel(null);
      set.clear();
    },
  };
}

interface AliasDraft {
  readonly alias: string;
  readonly model: string | null;
  readonly current: Alias | undefined;
  readonly models: Pick<ModelsSlice, 'installed' | 'known'>;
}

/** Why the alias can't be stored yet; null when it can. */
function aliasProblem({ alias, model, current, models }: AliasDraft): string | null {
  if (models.installed.length === 0) return emptyModelsText(models);
  if (alias === '') return keysText('newAlias.missingName');
  if (model === null) return keysText('newAlias.missingModel');
  return model === current?.model ? keysText('newAlias.unchanged') : null;
}

function modelPlaceholder({ installed, known }: Pick<ModelsSlice, 'installed' | 'known'>): string {
  if (installed.length > 0) return keysText('newAlias.chooseModel');
  return keysText(known ? 'newAlias.noModels' : 'newAlias.modelsUnknown');
}
