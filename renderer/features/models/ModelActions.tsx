import { type ReactNode, useState } from 'react';
import { modelsText } from '../../../contract/derived/catalog/en/models.ts';
import { formatBytes } from '../../../contract/derived/format/format-bytes.ts';
import { isServing } from '../../../contract/derived/server-state.ts';
import type { InstalledModel } from '../../../contract/models.ts';
import { useClient } from '../../client/corral-context.ts';
import { type Action, useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmPopover } from '../../components/ConfirmPopover.tsx';
import { DuplicateDialog } from './DuplicateDialog.tsx';

export interface ModelActionsProps {
  readonly model: InstalledModel;
  readonly deleting: boolean;
  readonly onDeleting: (deleting: boolean) => void;
  readonly onSelect: (name: string | null) => void;
}

/** Load, Unload, Duplicate and Delete of the selected model. */
export function ModelActions({ model, deleting, onDeleting, onSelect }: ModelActionsProps) {
  const client = useClient();
  const { name } = model;
  const isLoaded = useSnapshot((s) => s.models.loaded.some((loaded) => loaded.name === name));
  const disabledReason = useSnapshot((s) =>
    isServing(s.server.actual.state) ? null : modelsText('action.needsServer'),
  );
  const [duplicating, setDuplicating] = useState(false);
  const load = useAction(() => client.models.load({ name }));
  const unload = useAction(() => client.models.unload({ name }));
  const remove = useAction(() => client.models.remove({ name }), { onDone: () => onSelect(null) });
  const failure = load.failure ?? unload.failure ?? remove.failure;
  return (
    <>
      <div className="ins-actions">
        <MemoryButtons isLoaded={isLoaded} disabledReason={disabledReason} load={load} unload={unload} />
        <Button
          size="small"
          aria-label={modelsText('action.duplicate')}
          disabledReason={disabledReason}
          onClick={() => setDuplicating(true)}
        >
          {modelsText('action.duplicateMore')}
        </Button>
        <span className="grow" />
        <ConfirmDeletion model={model} open={deleting} onOpenChange={onDeleting} onConfirm={() => remove.run()}>
          <Button
            size="small"
            variant="destructive"
            aria-label={modelsText('action.delete')}
            busy={remove.pending}
            disabledReason={disabledReason}
            onClick={() => onDeleting(true)}
          >
            {modelsText('action.deleteMore')}
          </Button>
        </ConfirmDeletion>
      </div>
      {failure && (
        <p className="ins-failure small bad-text selectable" aria-live="polite">
          {failure.message}
        </p>
      )}
      {duplicating && (
        <DuplicateDialog name={name} onClose={() => setDuplicating(false)} onDone={(copy) => onSelect(copy)} />
      )}
    </>
  );
}

type MemoryAction = Pick<Action<readonly [], unknown>, 'run' | 'pending'>;

interface MemoryButtonsProps {
  readonly isLoaded: boolean;
  readonly disabledReason: string | null;
  readonly load: MemoryAction;
  readonly unload: MemoryAction;
}

function MemoryButtons({ isLoaded, disabledReason, load, unload }: MemoryButtonsProps) {
  return (
    <>
      <Button
        size="small"
        busy={load.pending}
        disabledReason={disabledReason ?? (isLoaded ? modelsText('action.alreadyLoaded') : null)}
        onClick={() => load.run()}
      >
        {modelsText('action.load')}
      </Button>
      <Button
        size="small"
        busy={unload.pending}
        disabledReason={disabledReason ?? (isLoaded ? null : modelsText('action.notLoaded'))}
        onClick={() => unload.run()}
      >
        {modelsText('action.unload')}
      </Button>
    </>
  );
}

interface ConfirmDeletionProps {
  readonly model: InstalledModel;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onConfirm: () => void;
  /** The button that asks. */
  readonly children: ReactNode;
}

function ConfirmDeletion({ model, open, onOpenChange, onConfirm, children }: ConfirmDeletionProps) {
  const { name, sizeBytes, remoteHost } = model;
  return (
    <ConfirmPopover
      open={open}
      onOpenChange={onOpenChange}
      title={modelsText('delete.question', { model: name })}
      confirm={modelsText('action.delete')}
      onConfirm={onConfirm}
      anchor={children}
    >
      {remoteHost === null
        ? sizeBytes > 0
          ? modelsText('delete.local', { size: formatBytes(sizeBytes) })
          : modelsText('delete.localUnknown')
        : modelsText('delete.remote', { host: remoteHost })}
    </ConfirmPopover>
  );
}
