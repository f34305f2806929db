import type { When } from '../../contract/server.ts';
import type { Work } from '../../contract/work.ts';
import { expectedError } from '../expected-error.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';

export interface WorkGate {
  /**
   * Does what would cut off work: at once where nothing is under way or `when` is `now`, later where it is `idle`.
   * @throws WORK_IN_PROGRESS where something is under way and `when` is `ask`
   */
  pass(action: 'stop' | 'restart', when: When, act: () => Promise<void> | void): Promise<void>;
  /** Forgets what waits. */
  cancel(): void;
  close(): void;
}

export const isIdle = ({ answers, pulls }: Work): boolean => answers === 0 && pulls.length === 0;

/** Stands before every stop and restart that a person asks for, so that no answer and no pull is cut off unasked. */
export const createWorkGate = (store: SnapshotStore): WorkGate => {
  let waiting: (() => Promise<void> | void) | null = null;

  const note = (action: 'stop' | 'restart' | null) =>
    store.update('server', (server) => ({ ...server, pending: action && { action, since: Date.now() } }));
  const cancel = () => {
    if (waiting === null) return;
    waiting = null;
    note(null);
  };
  const look = () => {
    if (waiting === null) return;
    const { server, work } = store.get();
    // A server that is gone by itself, or was stopped at once after all, has nothing left to wait for.
    if (!('runId' in server.actual)) return cancel();
    if (!isIdle(work)) return;
    const act = waiting;
    cancel();
    // Nobody waits for the outcome any more; the server's own state tells it.
    void Promise.resolve(act()).catch(() => undefined);
  };
  const unsubscribe = store.subscribe((slice) => {
    if (slice === 'work' || slice === 'server') look();
  });

  return {
    async pass(action, when, act) {
      const { work } = store.get();
      if (when === 'now' || isIdle(work)) {
        cancel();
        return act();
      }
      if (when === 'ask') throw expectedError('WORK_IN_PROGRESS', work);
      waiting = act;
      note(action);
    },
    cancel,
    close() {
      waiting = null;
      unsubscribe();
    },
  };
};
