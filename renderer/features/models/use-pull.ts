import { useEffect, useState } from 'react';
import { serverAvailability } from '../../../contract/derived/server-state.ts';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';

export interface PullRequest {
  readonly start: (name: string) => void;
  readonly pending: boolean;
  /** Why the pull couldn't start, as a sentence; null without a failure. */
  readonly problem: string | null;
  /** The server is starting; the pull starts when it is ready. */
  readonly waiting: boolean;
  readonly clear: () => void;
}

/** Starts pulls. One that is requested while the server is starting is sent when the server is ready. */
export function usePull(onStarted: () => void = () => {}): PullRequest {
  const client = useClient();
  const isServerPending = useSnapshot((s) => serverAvailability(s.server.actual.state) === 'pending');
  const [requested, setRequested] = useState<string | null>(null);
  const { run, pending, failure, clear } = useAction((name: string) => client.models.pull({ name }), {
    onDone: onStarted,
  });
  useEffect(() => {
    if (requested === null || isServerPending) return;
    setRequested(null);
    run(requested);
  }, [requested, isServerPending, run]);
  return {
    start: setRequested,
    pending: pending || requested !== null,
    problem: failure?.message ?? null,
    waiting: requested !== null && isServerPending,
    clear: () => {
      clear();
      setRequested(null);
    },
  };
}
