import { expectedError } from '../../contract/expected-error.ts';
import type { When } from '../../contract/server.ts';
import type { InterruptionScope, Work } from '../../contract/work.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';

interface Interruption<What> {
  readonly what: What;
  /** Everything by default. */
  readonly scope?: InterruptionScope;
  /** Where the server ended by itself there is nothing left to do. */
  readonly needsServer?: boolean;
  readonly act: () => Promise<void> | void;
}

/** What waits until nothing is under way that it would cut off. */
export interface Waiting<What> {
  readonly what: What;
  readonly scope: InterruptionScope;
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

type Cut = Pick<Work, 'activeRequests' | 'pulls'>;

export function isIdle({ activeRequests, pulls }: Cut): boolean {
  return activeRequests === 0 && pulls.length === 0;
}

function cutOf({ activeRequests, keyedRequests, pulls }: Work, scope: InterruptionScope): Cut {
  return scope === 'all' ? { activeRequests, pulls } : { activeRequests: keyedRequests, pulls: [] };
}

/** Stands before what a person asks for and what cuts off answers or pulls, so that none is cut off unasked. */
export function createWorkGate<What>({ store, onWaiting, onFailure }: WorkGateOptions<What>): InterruptionGuard<What> {
  let waiting: Required<Interruption<What>> | null = null;

  const wait = (interruption: Required<Interruption<What>> | null) => {
    waiting = interruption;
    onWaiting(waiting && { what: waiting.what, scope: waiting.scope, since: Date.now() });
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
    else if (isIdle(cutOf(work, waiting.scope))) runWhenIdle();
  };
  const unsubscribe = store.subscribe((slice) => {
    if (slice === 'work' || slice === 'server') look();
  });

  return {
    async pass(when, { what, scope = 'all', needsServer = false, act }) {
      const cut = cutOf(store.get().work, scope);
      if (when === 'now' || isIdle(cut)) {
        cancel();
        return act();
      }
      if (when === 'ask') throw expectedError('WORK_IN_PROGRESS', { ...cut, scope });
      wait({ what, scope, needsServer, act });
    },
    runNow,
    cancel,
    close() {
      waiting = null;
      unsubscribe();
    },
  };
}
