import { useState } from 'react';
import { formatBytes } from '../../../contract/derived/format/format-bytes.ts';
import type { InstalledModel } from '../../../contract/models.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmPopover } from '../../components/ConfirmPopover.tsx';
import { serverAvailability } from '../server/server-availability.ts';
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
  const loaded = useSnapshot((s) => s.models.loaded.some((one) => one.name === name));
  const blocked = useSnapshot((s) =>
    serverAvailability(s.server.actual.state) === 'now' ? null : 'The server is not running.',
  );
  const [duplicating, setDuplicating] = useState(false);
  const load = useAction(() => client.models.load({ name }));
  const unload = useAction(() => client.models.unload({ name }));
  const remove = useAction(() => client.models.remove({ name }), { onDone: () => onSelect(null) });
  const failure = load.failure ?? unload.failure ?? remove.failure;
  return (
    <>
      <div className="ins-actions">
        <Button
          size="small"
          busy={load.pending}
          disabledReason={blocked ?? (loaded ? 'It is loaded already.' : null)}
          onClick={() => load.run()}
        >
          Load
        </Button>
        <Button
          size="small"
          busy={unload.pending}
          disabledReason={blocked ?? (loaded ? null : 'It is not loaded.')}
          onClick={() => unload.run()}
        >
          Unload
        </Button>
        <Button size="small" aria-label="Duplicate" disabledReason={blocked} onClick={() => setDuplicating(true)}>
          Duplicate…
        </Button>
        <span className="grow" />
        <ConfirmPopover
          open={deleting}
          onOpenChange={onDeleting}
          title={`Delete ${name}?`}
          confirm="Delete"
          onConfirm={() => remove.run()}
          anchor={
            <Button
              size="small"
              variant="destructive"
              aria-label="Delete"
              busy={remove.pending}
              disabledReason={blocked}
              onClick={() => onDeleting(true)}
            >
              Delete…
            </Button>
          }
        >
          {deletionWords(model)}
        </ConfirmPopover>
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

/** What is lost and what stays. */
function deletionWords({ sizeBytes, remoteHost }: InstalledModel): string {
  if (remoteHost !== null) return `Only its entry is removed; the model stays at ${remoteHost}.`;
  return `Frees up to ${formatBytes(sizeBytes)}; parts that another model shares stay. You can pull it again later.`;
}
