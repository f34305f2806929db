import { useEffect, useState } from 'react';
import type { ActivityOverview, ActivityTotals } from '../../../contract/activity.ts';
import { useClient } from '../../client/corral-context.ts';
import { errorMessage } from '../../client/error-message.ts';

export interface ShownTotals {
  /** Null until they have come. */
  readonly totals: ActivityTotals | null;
  readonly problem: string | null;
}

/** What was asked since `from` (milliseconds since the epoch; undefined for all that is kept), anew with each overview. */
export function useTotals(from: number | undefined, overview: ActivityOverview): ShownTotals {
  const client = useClient();
  const [shown, setShown] = useState<ShownTotals>({ totals: null, problem: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the overview says that something has changed
  useEffect(() => {
    let over = false;
    const ask = async (): Promise<void> => {
      try {
        const totals = await client.activity.totals(from === undefined ? {} : { from });
        if (!over) setShown({ totals, problem: null });
      } catch (error) {
        if (!over) setShown(({ totals }) => ({ totals, problem: errorMessage(error) }));
      }
    };
    void ask();
    return () => {
      over = true;
    };
  }, [client, from, overview]);
  return shown;
}
