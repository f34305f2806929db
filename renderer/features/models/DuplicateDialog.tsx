import { type FormEvent, useId, useState } from 'react';
import { modelNamesText } from '../../../contract/derived/catalog/en/model-names.ts';
import { modelsText } from '../../../contract/derived/catalog/en/models.ts';
import { MAX_MODEL_NAME_LENGTH } from '../../../contract/derived/limits.ts';
import { isSameModel } from '../../../contract/derived/model-name.ts';
import { meantName } from '../../../contract/derived/model-name-problem.ts';
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

/** Asks for the name of the copy. */
export function DuplicateDialog({ name, onClose, onDone }: DuplicateDialogProps) {
  const client = useClient();
  const formId = useId();
  const proposed = `${name.split(':')[0] ?? name}-copy`;
  const [newName, setNewName] = useState(proposed);
  const meant = meantName(newName);
  const entered = meant ?? newName.trim();
  const isTaken = useSnapshot((s) => s.models.installed.some((model) => isSameModel(model.name, entered)));
  const duplicate = useAction(() => client.models.duplicate({ name, newName: entered }), {
    onDone: () => {
      onClose();
      onDone(entered.includes(':') ? entered : `${entered}:latest`);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (entered !== '' && !isTaken) duplicate.run();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      hasInput={newName !== proposed}
      title={modelsText('duplicate.title', { model: name })}
      description={modelsText('duplicate.explanation')}
      footer={
        <>
          <Button onClick={onClose}>{modelsText('action.cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={duplicate.pending}
            disabled={entered === '' || isTaken}
          >
            {modelsText('action.duplicate')}
          </Button>
        </>
      }
    >
      <form id={formId} className="sheet-form" onSubmit={submit}>
        <Field
          label={modelsText('duplicate.newName')}
          value={newName}
          error={isTaken ? modelsText('duplicate.nameTaken') : (duplicate.failure?.message ?? null)}
          hint={meant && modelNamesText('means.name', { model: meant })}
          maxLength={MAX_MODEL_NAME_LENGTH}
          onChange={(event) => {
            setNewName(event.target.value);
            duplicate.clear();
          }}
        />
      </form>
    </Dialog>
  );
}
