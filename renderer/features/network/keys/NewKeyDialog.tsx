import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { KeyScope, NewKey } from '../../../../contract/keys.ts';
import { useClient } from '../../../client/corral-context.ts';
import { useAction } from '../../../client/use-action.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { Field } from '../../../components/Field.tsx';
import { Select } from '../../../components/Select.tsx';
import { Switch } from '../../../components/Switch.tsx';
import { CallFailure } from './CallFailure.tsx';
import { expiryTime, keyExpiries } from './key-expiry.ts';
import { scopeWords } from './key-text.ts';
import { ModelsChoice } from './ModelsChoice.tsx';
import { emptyDraft, isEmptyDraft, type NewKeyDraft, nameTaken, readDraft } from './new-key-draft.ts';

export interface NewKeyDialogProps {
  readonly onClose: () => void;
  readonly onCreated: (key: NewKey, secret: string) => void;
  /** Gets the focus back. */
  readonly opener: Element | null;
}

const scopes: readonly KeyScope[] = ['inference', 'full'];

/** Asks what a new key is for, and makes it. */
export function NewKeyDialog({ onClose, onCreated, opener }: NewKeyDialogProps) {
  const client = useClient();
  const formId = useId();
  const models = useSnapshot((s) => s.models);
  const keys = useSnapshot((s) => s.keys);
  const [draft, setDraft] = useState<NewKeyDraft>(emptyDraft);
  const create = useAction(async (key: NewKey) => ({ key, secret: (await client.keys.create(key)).secret }), {
    onDone: ({ key, secret }) => onCreated(key, secret),
  });
  const change = (part: Partial<NewKeyDraft>): void => {
    setDraft({ ...draft, ...part });
    create.clear();
  };
  const now = Date.now();
  const taken = keys.map(({ name }) => name);
  const read = readDraft(draft, { taken, now });
  const expiry = expiryTime(draft.expiry, { date: draft.date, now });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if ('key' in read) create.run(read.key);
  };
  const cloudChosen = models.installed.some(
    ({ name, remoteHost }) => remoteHost !== null && draft.chosen.includes(name),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      hasInput={!isEmptyDraft(draft)}
      opener={opener}
      title="New API key"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={create.pending}
            disabledReason={'problem' in read ? read.problem : null}
          >
            Create Key
          </Button>
        </>
      }
    >
      <form id={formId} className="key-form" onSubmit={submit}>
        <FormRow label="Name">
          <Field
            label="Name"
            value={draft.name}
            placeholder="A device or an app, such as iPad"
            maxLength={80}
            error={taken.includes(draft.name.trim()) ? nameTaken : null}
            onChange={({ target }) => change({ name: target.value })}
          />
        </FormRow>
        <FormRow label="Scope">
          <div role="radiogroup" aria-label="Scope">
            {scopes.map((scope) => (
              <label key={scope} className="scope">
                <input
                  className="radio"
                  type="radio"
                  name={`${formId}-scope`}
                  checked={draft.scope === scope}
                  onChange={() => change({ scope })}
                />
                <span>
                  {scopeWords[scope].name}
                  <span className="hint">{scopeWords[scope].hint}</span>
                </span>
              </label>
            ))}
          </div>
        </FormRow>
        <FormRow label="Models">
          <ModelsChoice models={models} all={draft.allModels} chosen={draft.chosen} onChange={change} />
        </FormRow>
        <FormRow label="Expires">
          <div className="expiry">
            <Select
              label="Expires"
              value={draft.expiry}
              options={keyExpiries}
              onChange={(value) => {
                const chosen = keyExpiries.find((one) => one.value === value);
                if (chosen) change({ expiry: chosen.value });
              }}
            />
            {draft.expiry === 'date' && (
              <Field
                label="Last day"
                type="date"
                value={draft.date}
                error={draft.date !== '' && 'problem' in expiry ? expiry.problem : null}
                onChange={({ target }) => change({ date: target.value })}
              />
            )}
          </div>
        </FormRow>
        <FormRow label="Cloud">
          <div className="cloud">
            <Switch
              label="Allow cloud models"
              checked={draft.cloudAllowed}
              onChange={(cloudAllowed) => change({ cloudAllowed })}
            />
            <span>
              Allow cloud models
              <span className="hint">They run on another company’s computers and spend your quota.</span>
              {!draft.allModels && cloudChosen && !draft.cloudAllowed && (
                <span className="hint warn-text">
                  A chosen model runs in the cloud, so it is refused as long as this is off.
                </span>
              )}
            </span>
          </div>
        </FormRow>
        <CallFailure failure={create.failure} />
      </form>
    </Dialog>
  );
}

function FormRow({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="f-row">
      <span aria-hidden="true">{label}</span>
      {children}
    </div>
  );
}
