import { ArrowRight } from 'lucide-react';
import { type FormEvent, type RefObject, useId } from 'react';
import { keysText } from '../../../../contract/derived/catalog/en/keys.ts';
import { MAX_ALIAS_LENGTH } from '../../../../contract/derived/limits.ts';
import type { ModelsSlice } from '../../../../contract/models.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmPopover } from '../../../components/ConfirmPopover.tsx';
import { Field } from '../../../components/Field.tsx';
import { Select } from '../../../components/Select.tsx';
import { CallFailure } from './CallFailure.tsx';
import { modelOptions } from './model-options.ts';
import { ALL_KEYS, type NewAliasForm, useNewAlias } from './use-new-alias.ts';

export interface NewAliasRowProps {
  readonly nameField: RefObject<HTMLInputElement | null>;
}

/** Adds an alias, or replaces the one with that name. A name that hides an installed model needs a confirmation. */
export function NewAliasRow({ nameField }: NewAliasRowProps) {
  const models = useSnapshot((s) => s.models);
  const keys = useSnapshot((s) => s.keys);
  const currentId = useId();
  const form = useNewAlias();
  const { current } = form;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    form.store(false);
  };
  return (
    <form className="alias new-alias" aria-label={keysText('newAlias.form')} onSubmit={submit}>
      <Field
        ref={nameField}
        label={keysText('newAlias.name')}
        placeholder="gpt-4o-mini"
        value={form.name}
        maxLength={MAX_ALIAS_LENGTH}
        error={form.nameProblem}
        aria-describedby={current && currentId}
        onChange={({ target }) => form.setName(target.value)}
      />
      <ArrowRight className="icon s13" />
      <Select
        label={keysText('newAlias.model')}
        placeholder={modelPlaceholder(models)}
        value={form.model}
        options={modelOptions(models, null)}
        disabled={models.installed.length === 0}
        onChange={form.setModel}
      />
      <Select
        label={keysText('newAlias.keys')}
        value={form.keyId ?? ALL_KEYS}
        options={[
          { value: ALL_KEYS, label: keysText('alias.allKeys') },
          ...keys.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={form.setKey}
      />
      <StoreButton form={form} />
      <p id={currentId} className={current ? 'hint' : 'sr'} aria-live="polite">
        {current && keysText('newAlias.current', { alias: current.name, model: current.model })}
      </p>
      <CallFailure failure={form.failure} />
    </form>
  );
}

/** The form's Add or Replace, with the question it may ask. */
function StoreButton({ form }: { readonly form: NewAliasForm }) {
  const verb = form.current ? 'replace' : 'add';
  return (
    <ConfirmPopover
      open={form.hiddenModel !== null}
      onOpenChange={form.decline}
      title={keysText('newAlias.hidesTitle', { alias: form.hiddenModel ?? form.name.trim() })}
      confirm={keysText('newAlias.hidesConfirm')}
      onConfirm={() => form.store(true)}
      anchor={
        <Button
          type="submit"
          aria-label={keysText(`newAlias.${verb}Name`)}
          busy={form.pending}
          disabledReason={form.problem}
        >
          {keysText(`newAlias.${verb}`)}
        </Button>
      }
    >
      {keysText('newAlias.hides', { model: form.model ?? '' })}
    </ConfirmPopover>
  );
}

function modelPlaceholder({ installed, known }: Pick<ModelsSlice, 'installed' | 'known'>): string {
  if (installed.length > 0) return keysText('newAlias.chooseModel');
  return keysText(known ? 'newAlias.noModels' : 'newAlias.modelsUnknown');
}
