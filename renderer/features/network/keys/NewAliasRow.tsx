import { ArrowRight } from 'lucide-react';
import { type FormEvent, type RefObject, useId, useState } from 'react';
import { modelKey } from '../../../../contract/derived/model-name.ts';
import { useClient } from '../../../client/corral-context.ts';
import { useAction } from '../../../client/use-action.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmPopover } from '../../../components/ConfirmPopover.tsx';
import { Field } from '../../../components/Field.tsx';
import { Select } from '../../../components/Select.tsx';
import { aliasTargets } from './alias-targets.ts';
import { CallFailure } from './CallFailure.tsx';
import { emptyModelsText } from './empty-models-text.ts';

/** No key's id, which is never empty. */
const allKeys = 'all';

export interface NewAliasRowProps {
  readonly nameField: RefObject<HTMLInputElement | null>;
}

/** Adds an alias, or replaces the one of that name. A name that hides an installed model is asked about first. */
export function NewAliasRow({ nameField }: NewAliasRowProps) {
  const client = useClient();
  const models = useSnapshot((s) => s.models);
  const { installed } = models;
  const keys = useSnapshot((s) => s.keys);
  const aliases = useSnapshot((s) => s.aliases);
  const nowId = useId();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [who, setWho] = useState(allKeys);
  const model = installed.some((one) => one.name === chosen) ? chosen : null;
  const keyId = keys.some(({ id }) => id === who) ? who : null;
  const [hidden, setHidden] = useState<string | null>(null);
  const add = useAction(client.aliases.set, {
    onDone: () => {
      setName('');
      setChosen(null);
    },
    onFailure: ({ expected }) => {
      if (expected?.code === 'ALIAS_HIDES_MODEL') setHidden(expected.data.name);
    },
  });
  const typed = name.trim();
  const current = aliases.find((alias) => alias.keyId === keyId && modelKey(alias.name) === modelKey(typed));
  const verb = current ? 'Replace' : 'Add';
  const missing =
    installed.length === 0
      ? emptyModelsText(models)
      : typed === ''
        ? 'Type the name that the software asks for.'
        : model === null
          ? 'Choose the model that it gets.'
          : model === current?.model
            ? 'It stands for that model already.'
            : null;
  const run = (confirmed: boolean): void => {
    if (missing === null && model !== null) add.run({ name: typed, model, keyId, confirmed });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    run(false);
  };
  return (
    <form className="alias new-alias" aria-label="New alias" onSubmit={submit}>
      <Field
        ref={nameField}
        label="Name of the alias"
        placeholder="gpt-4o-mini"
        value={name}
        maxLength={200}
        aria-describedby={current && nowId}
        onChange={({ target }) => {
          setName(target.value);
          add.clear();
        }}
      />
      <ArrowRight className="icon s13" />
      <Select
        label="Model of the new alias"
        placeholder={installed.length > 0 ? 'Choose a model' : models.known ? 'No model installed' : 'Not known yet'}
        value={model}
        options={aliasTargets(models, null)}
        disabled={installed.length === 0}
        onChange={(value) => {
          setChosen(value);
          add.clear();
        }}
      />
      <Select
        label="Keys that may use the new alias"
        value={keyId ?? allKeys}
        options={[{ value: allKeys, label: 'All keys' }, ...keys.map(({ id, name: label }) => ({ value: id, label }))]}
        onChange={setWho}
      />
      <ConfirmPopover
        open={hidden !== null}
        onOpenChange={() => {
          setHidden(null);
          add.clear();
        }}
        title={`Use the name ${hidden ?? typed} all the same?`}
        confirm="Use It"
        onConfirm={() => run(true)}
        anchor={
          <Button type="submit" aria-label={`${verb} alias`} busy={add.pending} disabledReason={missing}>
            {verb}
          </Button>
        }
      >
        A model of that name is installed. Callers with a key would get {model} in its place.
      </ConfirmPopover>
      <p id={nowId} className={current ? 'hint' : 'sr'} aria-live="polite">
        {current && `${current.name} stands for ${current.model} now.`}
      </p>
      <CallFailure failure={hidden === null ? add.failure : null} />
    </form>
  );
}
