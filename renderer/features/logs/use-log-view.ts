import { useEffect, useState, useSyncExternalStore } from 'react';
import { useClient } from '../../client/corral-context.ts';
import { subscribe } from '../../client/subscribe.ts';
import { createLogView, type LogView, type LogViewState } from './log-view.ts';

/** The log, live, as this page filters and searches it. */
export function useLogView(): readonly [view: LogView, state: LogViewState] {
  const client = useClient();
  const [view] = useState(createLogView);
  useEffect(() => subscribe((options) => client.logs.watch(undefined, options), view.receive), [client, view]);
  return [view, useSyncExternalStore(view.subscribe, view.get)];
}
