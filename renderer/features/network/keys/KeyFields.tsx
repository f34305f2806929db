import { type ReactNode, useId, useState } from 'react';
import { keysText } from '../../../../contract/derived/catalog/en/keys.ts';
import { MAX_KEY_NAME_LENGTH } from '../../../../contract/derived/limits.ts';
import type { KeyScope } from '../../../../contract/keys.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Field } from '../../../components/Field.tsx';
import { Select } from '../../../components/Select.tsx';
import { Switch } from '../../../components/Switch.tsx';
import { expiryTime, KEY_EXPIRIES } from './key-expiry.ts';
import { ModelsChoice } from './ModelsChoice.tsx';
import type { NewKeyDraft } from './new-key-draft.ts';

const SCOPES: readonly KeyScope[] = ['inference', 'full'];

export interface KeyFieldsProps {
  readonly draft: NewKeyDraft;
  /** The names of the other keys. */
  readonly taken: readonly string[];
  readonly onChange: (part: Partial<NewKeyDraft>) => void;
}

/** The fields of the form for a new key. */
export function KeyFields({ draft, taken, onChange }: KeyFieldsProps) {
  const models = useSnapshot((s) => s.models);
  return (
    <>
      <FormRow label={keysText('form.name')}>
        <Field
          label={keysText('form.name')}
          value={draft.name}
          placeholder={keysText('form.namePlaceholder')}
          maxLength={MAX_KEY_NAME_LENGTH}
          error={taken.includes(draft.name.trim()) ? keysText('form.nameTaken') : null}
          onChange={({ target }) => onChange({ name: target.value })}
        />
      </FormRow>
      <FormRow label={keysText('form.scope')}>
        <ScopeChoice scope={draft.scope} onChange={(scope) => onChange({ scope })} />
      </FormRow>
      <FormRow label={keysText('form.models')}>
        <ModelsChoice models={models} all={draft.allModels} selected={draft.selected} onChange={onChange} />
      </FormRow>
      <FormRow label={keysText('form.expires')}>
        <ExpiryChoice draft={draft} onChange={onChange} />
      </FormRow>
      <FormRow label={keysText('form.cloud')}>
        <CloudChoice draft={draft} onChange={(cloudAllowed) => onChange({ cloudAllowed })} />
      </FormRow>
    </>
  );
}

/** The label is hidden from assistive technology: the controls have names of their own. */
function FormRow({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="f-row">
      <span aria-hidden="true">{label}</span>
      {children}
    </div>
  );
}

interface ScopeChoiceProps {
  readonly scope: KeyScope;
  readonly onChange: (scope: KeyScope) => void;
}

function ScopeChoice({ scope, onChange }: ScopeChoiceProps) {
  const group = useId();
  return (
    <div role="radiogroup" aria-label={keysText('form.scope')}>
      {SCOPES.map((one) => (
        <label key={one} className="scope">
          <input className="radio" type="radio" name={group} checked={one === scope} onChange={() => onChange(one)} />
          <span>
            {keysText(`scope.${one}`)}
            <span className="hint">{keysText(`scopeHint.${one}`)}</span>
          </span>
        </label>
      ))}
    </div>
  );
}

interface ExpiryChoiceProps {
  readonly draft: Pick<NewKeyDraft, 'expiry' | 'date'>;
  readonly onChange: (part: Partial<Pick<NewKeyDraft, 'expiry' | 'date'>>) => void;
}

function ExpiryChoice({ draft: { expiry, date }, onChange }: ExpiryChoiceProps) {
  /** An incomplete date is no value; it is wrong when the person has gone on. */
  const [isLeft, setIsLeft] = useState(false);
  const time = expiryTime(expiry, { date, now: Date.now() });
  return (
    <div className="expiry">
      <Select
        label={keysText('form.expires')}
        value={expiry}
        options={KEY_EXPIRIES.map((value) => ({ value, label: keysText(`expiry.${value}`) }))}
        onChange={(value) => {
          const chosen = KEY_EXPIRIES.find((one) => one === value);
          if (chosen) onChange({ expiry: chosen });
        }}
      />
      {expiry === 'date' && (
        <Field
          label={keysText('form.expirationDate')}
          type="date"
          value={date}
          error={(date !== '' || isLeft) && 'problem' in time ? time.problem : null}
          onBlur={() => setIsLeft(true)}
          onChange={({ target }) => onChange({ date: target.value })}
        />
      )}
    </div>
  );
}

interface CloudChoiceProps {
  readonly draft: Pick<NewKeyDraft, 'allModels' | 'selected' | 'cloudAllowed'>;
  readonly onChange: (cloudAllowed: boolean) => void;
}

function CloudChoice({ draft: { allModels, selected, cloudAllowed }, onChange }: CloudChoiceProps) {
  const installed = useSnapshot((s) => s.models.installed);
  const selectsCloud = installed.some(({ name, remoteHost }) => remoteHost !== null && selected.includes(name));
  return (
    <div className="cloud">
      <Switch label={keysText('form.allowCloud')} checked={cloudAllowed} onChange={onChange} />
      <span>
        {keysText('form.allowCloud')}
        <span className="hint">{keysText('form.allowCloudHint')}</span>
        {!allModels && selectsCloud && !cloudAllowed && (
          <span className="hint warn-text">{keysText('form.cloudBlocked')}</span>
        )}
      </span>
    </div>
  );
}
