import type { ActivityEntry, ActivityFilter } from '../../../contract/activity.ts';
import { activityText } from '../../../contract/derived/catalog/en/activity.ts';
import type { CorralClient } from '../../client/corral-client.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { Button } from '../../components/Button.tsx';
import { csvOf } from './activity-csv.ts';

/** The contract's limit. */
const PAGE_SIZE = 1_000;

export interface ExportButtonProps {
  readonly filter: ActivityFilter;
  /** No request matches. */
  readonly isEmpty: boolean;
}

/** Saves all matching requests, not only the loaded ones, as a file. */
export function ExportButton({ filter, isEmpty }: ExportButtonProps) {
  const client = useClient();
  const save = useAction(() => fetchMatching(client, filter), {
    onDone: (entries) => download(`corral-activity-${new Date().toISOString().slice(0, 10)}.csv`, csvOf(entries)),
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
        disabledReason={isEmpty ? activityText('export.none') : null}
        onClick={() => save.run()}
      >
        {activityText('export.button')}
      </Button>
    </>
  );
}

async function fetchMatching(client: CorralClient, filter: ActivityFilter): Promise<readonly ActivityEntry[]> {
  const entries: ActivityEntry[] = [];
  for (;;) {
    const before = entries.at(-1)?.id;
    const page = await client.activity.query({
      ...filter,
      limit: PAGE_SIZE,
      ...(before === undefined ? {} : { before }),
    });
    entries.push(...page.entries);
    if (!page.more) return entries;
  }
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
