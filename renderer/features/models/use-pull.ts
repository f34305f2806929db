import { useEffect, useState } from 'react';
import { useClient } from '../../client/corral-context.ts';
import { useAction } from '../../client/use-action.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { serverAvailability } from '../server/server-availability.ts';

export interface PullRequest {
  readonly start: (name: string) => void;
  readonly pending: boolean;
  /** Why nothing is pulled, as a sentence; null while nothing is wrong. */
  readonly problem: string | null;
  /** The server is on its way; the pull begins when it is there. */
  readonly waiting: boolean;
  readonly clear: () => void;
}

/** Begins a pull. One asked for while the server is starting is begun when it answers. */
export function usePull(onBegun: () => void = () => {}): PullRequest {
  const client = useClient();
  const use = useSnapshot((s) => serverAvailability(s.server.actual.state));
  const [desired, setWanted] = useState<string | null>(null);
  const { run, pending, failure, clear } = useAction((name: string) => client.models.pull({ name }), {
    onDone: onBegun,
  });
  useEffect(() => {
    if (desired === null || use === 'soon') return;
    setWanted(null);
    run(desired);
  }, [desired, use, run]);
  return {
    start: setWanted,
    pending: pending || desired !== null,
    problem: failure?.message ?? null,
    waiting: desired !== null && use === 'soon',
    clear: () => {
      clear();
      setWanted(null);
    },
  };
}
