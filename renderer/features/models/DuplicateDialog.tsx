import { type FormEvent, useId, useState } from 'react';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';

export interface DuplicateDialogProps {
  readonly name: string;
  readonly onClose: () => void;
  readonly onDone: (newName: string) => void;
}

/** Asks for the copy's name. A copy shares its files with the original, so it takes no more room. */
export function DuplicateDialog({ name, onClose, onDone }: DuplicateDialogProps) {
  const client = useClient();
  const formId = useId();
  const proposed = `${name.split(':')[0] ?? name}-copy`;
  const [newName, setNewName] = useState(proposed);
  const typed = newName.trim();
  const taken = useSnapshot((s) =>
    s.models.installed.some((one) => one.name === typed || one.name === `${typed}:latest`),
  );
  const duplicate = useAction(() => client.models.duplicate({ name, newName: typed }), {
    onDone: () => {
      onClose();
      onDone(typed.includes(':') ? typed : `${typed}:latest`);
    },
  });
  const error = taken ? 'A model with that name is installed already.' : (duplicate.failure?.message ?? null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed !== '' && !taken) duplicate.run();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      hasInput={newName !== proposed}
      title={`Duplicate ${name}`}
      description="The copy has a name of its own and shares its files with the original, so it takes no more room."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={duplicate.pending}
            disabled={typed === '' || taken}
          >
            Duplicate
          </Button>
        </>
      }
    >
      <form id={formId} className="sheet-form" onSubmit={submit}>
        <Field
          label="Name of the copy"
          value={newName}
          error={error}
          maxLength={512}
          onChange={(event) => {
            setNewName(event.target.value);
            duplicate.clear();
          }}
        />
      </form>
    </Dialog>
  );
}
