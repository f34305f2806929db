import type { PendingAction, When } from '../../contract/server.ts';
import type { CutOff, Work } from '../../contract/work.ts';
import { expectedError } from '../expected-error.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';

interface Interruption {
  readonly action: PendingAction;
  /** Everything by default. */
  readonly cutOff?: CutOff;
  readonly act: () => Promise<void> | void;
}

export interface WorkGate {
  /**
   * Does what would cut off work: at once where none of that is under way or `when` is `now`, later where it is `idle`.
   * @throws WORK_IN_PROGRESS where some is under way and `when` is `ask`
   */
  pass(when: When, interruption: Interruption): Promise<void>;
  /** Does at once what waits. */
  hurry(): Promise<void>;
  /** Forgets what waits. */
  cancel(): void;
  close(): void;
}

type Cut = Pick<Work, 'answers' | 'pulls'>;

export const isIdle = ({ answers, pulls }: Cut): boolean => answers === 0 && pulls.length === 0;

const cutOf = ({ answers, keyedAnswers, pulls }: Work, cutOff: CutOff): Cut =>
  cutOff === 'everything' ? { answers, pulls } : { answers: keyedAnswers, pulls: [] };

/** Stands before all that a person asks for and that cuts off answers or pulls, so that none is cut off unasked. */
export const createWorkGate = (store: SnapshotStore): WorkGate => {
  let waiting: Required<Interruption> | null = null;

  const wait = (interruption: Required<Interruption> | null) => {
    waiting = interruption;
    const pending = waiting && { action: waiting.action, cutOff: waiting.cutOff, since: Date.now() };
    store.update('server', (server) => ({ ...server, pending }));
  };
  const cancel = () => {
    if (waiting !== null) wait(null);
  };
  const hurry = async () => {
    const act = waiting?.act;
    cancel();
    await act?.();
  };
  /** Nobody waits for the outcome any more; the server's own state tells it. */
  const hurryUnasked = () => void hurry().catch(() => undefined);
  const look = () => {
    if (waiting === null) return;
    const { server, work } = store.get();
    const isGone = !('runId' in server.actual);
    // A server that ended by itself begins anew by itself.
    if (isGone && waiting.action === 'restart') cancel();
    // The act may change the server's state again, and whoever tells of its end is not done with that.
    else if (isGone) queueMicrotask(hurryUnasked);
    else if (isIdle(cutOf(work, waiting.cutOff))) hurryUnasked();
  };
  const unsubscribe = store.subscribe((slice) => {
    if (slice === 'work' || slice === 'server') look();
  });

  return {
    async pass(when, { action, cutOff = 'everything', act }) {
      const cut = cutOf(store.get().work, cutOff);
      if (when === 'now' || isIdle(cut)) {
        // A stop is no answer to a change that waits, nor the other way round.
        if ((waiting?.action === 'change') === (action === 'change')) cancel();
        return act();
      }
      if (when === 'ask') throw expectedError('WORK_IN_PROGRESS', { ...cut, cutOff });
      wait({ action, cutOff, act });
    },
    hurry,
    cancel,
    close() {
      waiting = null;
      unsubscribe();
    },
  };
};
