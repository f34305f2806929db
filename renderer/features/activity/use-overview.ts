import { useEffect, useState } from 'react';
import type { ActivityOverview } from '../../../contract/activity.ts';
import { useClient } from '../../client/corral-context.ts';
import { subscribe } from '../../client/subscribe.ts';

/** The figures above the table, live; null until they have come. */
export function useOverview(): ActivityOverview | null {
  const client = useClient();
  const [overview, setOverview] = useState<ActivityOverview | null>(null);
  useEffect(() => subscribe((options) => client.activity.overview(undefined, options), setOverview), [client]);
  return overview;
}
