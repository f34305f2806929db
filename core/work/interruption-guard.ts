import { expectedError } from '../../contract/expected-error.ts';
import type { When } from '../../contract/server.ts';
import type { InterruptionScope, Work } from '../../contract/work.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';

interface Interruption<What> {
  readonly what: What;
  /** Everything by default. */
  readonly cutOff?: InterruptionScope;
  /** Where the server ended by itself there is nothing left to do. */
  readonly needsServer?: boolean;
  readonly act: () => Promise<void> | void;
}

/** What waits until nothing is under way that it would cut off. */
export interface Waiting<What> {
  readonly what: What;
  readonly cutOff: InterruptionScope;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

export interface WorkGateOptions<What> {
  readonly store: SnapshotStore;
  /** Told what waits from now on. */
  readonly onWaiting: (waiting: Waiting<What> | null) => void;
  /** What had waited was done, and failed. */
  readonly onFailure: (error: unknown) => void;
}

export interface InterruptionGuard<What> {
  /**
   * Does what would cut off work, in place of what waits: at once where none of that work is under way or `when` is `now`,
   * later where it is `idle`.
   * @throws WORK_IN_PROGRESS where some is under way and `when` is `ask`
   */
  pass(when: When, interruption: Interruption<What>): Promise<void>;
  /** Does at once what waits. */
  runNow(): Promise<void>;
  /** Forgets what waits. */
  cancel(): void;
  close(): void;
}

type Cut = Pick<Work, 'answers' | 'pulls'>;

export function isIdle({ answers, pulls }: Cut): boolean {
  return answers === 0 && pulls.length === 0;
}

function cutOf({ answers, keyedRequests, pulls }: Work, cutOff: InterruptionScope): Cut {
  return cutOff === 'everything' ? { answers, pulls } : { answers: keyedRequests, pulls: [] };
}

/** Stands before what a person asks for and what cuts off answers or pulls, so that none is cut off unasked. */
export function createWorkGate<What>({ store, onWaiting, onFailure }: WorkGateOptions<What>): InterruptionGuard<What> {
  let waiting: Required<Interruption<What>> | null = null;

  const wait = (interruption: Required<Interruption<What>> | null) => {
    waiting = interruption;
    onWaiting(waiting && { what: waiting.what, cutOff: waiting.cutOff, since: Date.now() });
  };
  const cancel = () => {
    if (waiting !== null) wait(null);
  };
  const runNow = async () => {
    const act = waiting?.act;
    cancel();
    await act?.();
  };
  const runWhenIdle = () => void runNow().catch(onFailure);
  const look = () => {
    if (waiting === null) return;
    const { server, work } = store.get();
    const isGone = !('runId' in server.actual);
    if (isGone && waiting.needsServer) cancel();
    // The act may change the server's state again, and whoever tells of its end is not done with that.
    else if (isGone) queueMicrotask(runWhenIdle);
    else if (isIdle(cutOf(work, waiting.cutOff))) runWhenIdle();
  };
  const unsubscribe = store.subscribe((slice) => {
    if (slice === 'work' || slice === 'server') look();
  });

  return {
    async pass(when, { what, cutOff = 'everything', needsServer = false, act }) {
      const cut = cutOf(store.get().work, cutOff);
      if (when === 'now' || isIdle(cut)) {
        cancel();
        return act();
      }
      if (when === 'ask') throw expectedError('WORK_IN_PROGRESS', { ...cut, cutOff });
      wait({ what, cutOff, needsServer, act });
    },
    runNow,
    cancel,
    close() {
      waiting = null;
      unsubscribe();
    },
  };
}
