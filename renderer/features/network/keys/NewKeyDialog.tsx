import { type FormEvent, useId, useState } from 'react';
import { keysText } from '../../../../contract/derived/catalog/en/keys.ts';
import type { NewKey } from '../../../../contract/keys.ts';
import { useClient } from '../../../client/corral-context.ts';
import { useAction } from '../../../client/use-action.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { CallFailure } from './CallFailure.tsx';
import { KeyFields } from './KeyFields.tsx';
import { emptyDraft, isEmptyDraft, type NewKeyDraft, readDraft } from './new-key-draft.ts';

export interface NewKeyDialogProps {
  readonly onClose: () => void;
  readonly onCreated: (key: NewKey, secret: string) => void;
  /** The element that the focus returns to. */
  readonly opener: Element | null;
}

/** Asks what a new key is for, and creates it. */
export function NewKeyDialog({ onClose, onCreated, opener }: NewKeyDialogProps) {
  const client = useClient();
  const formId = useId();
  const keys = useSnapshot((s) => s.keys);
  const [draft, setDraft] = useState<NewKeyDraft>(emptyDraft);
  const create = useAction(async (key: NewKey) => ({ key, secret: (await client.keys.create(key)).secret }), {
    onDone: ({ key, secret }) => onCreated(key, secret),
  });
  const change = (part: Partial<NewKeyDraft>): void => {
    setDraft({ ...draft, ...part });
    create.clear();
  };
  const taken = keys.map(({ name }) => name);
  const read = readDraft(draft, { taken, now: Date.now() });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if ('key' in read) create.run(read.key);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      hasInput={!isEmptyDraft(draft)}
      opener={opener}
      title={keysText('form.title')}
      footer={
        <>
          <Button onClick={onClose}>{keysText('form.cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={create.pending}
            disabledReason={'problem' in read ? read.problem : null}
          >
            {keysText('form.create')}
          </Button>
        </>
      }
    >
      <form id={formId} className="key-form" onSubmit={submit}>
        <KeyFields draft={draft} taken={taken} onChange={change} />
        <CallFailure failure={create.failure} />
      </form>
    </Dialog>
  );
}
