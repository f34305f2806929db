import type { ActivityEntry, ActivityFilter } from '../../../contract/activity.ts';
import type { CorralClient } from '../../client/corral-client.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { Button } from '../../components/Button.tsx';
import { csvOf } from './activity-csv.ts';

const pageSize = 1_000;

async function allThatMatch(client: CorralClient, filter: ActivityFilter): Promise<readonly ActivityEntry[]> {
  const entries: ActivityEntry[] = [];
  for (;;) {
    const before = entries.at(-1)?.id;
    const page = await client.activity.query({
      ...filter,
      limit: pageSize,
      ...(before === undefined ? {} : { before }),
    });
    entries.push(...page.entries);
    if (!page.more) return entries;
  }
}

function saveAs(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

export interface ExportButtonProps {
  readonly filter: ActivityFilter;
  /** No request matches. */
  readonly isEmpty: boolean;
}

/** Saves the requests that match, not only those in view, as a file. */
export function ExportButton({ filter, isEmpty }: ExportButtonProps) {
  const client = useClient();
  const save = useAction(() => allThatMatch(client, filter), {
    onDone: (entries) => saveAs(`corral-activity-${new Date().toISOString().slice(0, 10)}.csv`, csvOf(entries)),
  });
  return (
    <>
      {save.failure && (
        <span className="bad-text clip" role="alert">
          {save.failure.message}
        </span>
      )}
      <Button
        busy={save.pending}
        disabledReason={isEmpty ? 'There is no request to export.' : null}
        onClick={() => save.run()}
      >
        Export CSV…
      </Button>
    </>
  );
}
