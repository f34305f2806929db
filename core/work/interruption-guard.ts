import { interruptedWork, isIdle } from '../../contract/derived/work.ts';
import { expectedError } from '../../contract/expected-error.ts';
import type { When } from '../../contract/server.ts';
import type { InterruptionScope } from '../../contract/work.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import type { CurrentWork } from './current-work.ts';

/** How soon work is asked for again that has ended by what is shown and not by what was asked. Milliseconds. */
const ASK_AGAIN_MS = 200;

/** A change that interrupts work in progress. */
interface Interruption<Change> {
  readonly change: Change;
  /** All work by default. */
  readonly scope?: InterruptionScope;
  /** Without a server of ours there is nothing left to change. */
  readonly needsServer?: boolean;
  readonly apply: () => Promise<void> | void;
}

/** A change that waits until it interrupts nothing. */
export interface PendingChange<Change> {
  readonly change: Change;
  readonly scope: InterruptionScope;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

export interface InterruptionGuardOptions<Change> {
  readonly store: SnapshotStore;
  readonly currentWork: CurrentWork;
  /** Called with what waits from now on. */
  readonly onPending: (pending: PendingChange<Change> | null) => void;
  /** A change that had waited failed. */
  readonly onFailure: (error: unknown) => void;
}

export interface InterruptionGuard<Change> {
  /**
   * Applies a change that interrupts work, in place of one that waits: at once where no such work is in progress or `when`
   * is `now`, later where it is `idle`.
   * @throws WORK_IN_PROGRESS when some is in progress and `when` is `ask`
   */
  run(when: When, interruption: Interruption<Change>): Promise<void>;
  /** Applies at once what waits. */
  runNow(): Promise<void>;
  /** Drops what waits. */
  cancel(): void;
  close(): void;
}

/** Lets nothing that a person changes interrupt requests or pulls without their consent. */
export function createInterruptionGuard<Change>(options: InterruptionGuardOptions<Change>): InterruptionGuard<Change> {
  const { store, currentWork, onPending, onFailure } = options;
  let pending: Required<Interruption<Change>> | null = null;
  let timer: NodeJS.Timeout | undefined;

  const setPending = (interruption: Required<Interruption<Change>> | null) => {
    pending = interruption;
    onPending(pending && { change: pending.change, scope: pending.scope, since: Date.now() });
  };
  const cancel = () => {
    if (pending !== null) setPending(null);
  };
  const runNow = async () => {
    const apply = pending?.apply;
    cancel();
    await apply?.();
  };
  const runWhenIdle = () => void runNow().catch(onFailure);
  /** Runs what waits, if there is no work for it to interrupt; otherwise the next change of the work, or a moment, has it ask again. */
  const runIfIdle = async (waiting: Required<Interruption<Change>>): Promise<void> => {
    clearTimeout(timer);
    const work = interruptedWork(await currentWork(), waiting.scope);
    if (pending !== waiting) return;
    if (isIdle(work)) runWhenIdle();
    else timer = setTimeout(update, ASK_AGAIN_MS).unref();
  };
  function update(): void {
    if (pending === null) return;
    const { server, work } = store.get();
    const isServerGone = !('runId' in server.actual);
    if (isServerGone && pending.needsServer) cancel();
    // Applying may change the server's state again, while this change of it is still being published.
    else if (isServerGone) queueMicrotask(runWhenIdle);
    else if (isIdle(interruptedWork(work, pending.scope))) void runIfIdle(pending);
  }
  const unsubscribe = store.subscribe((slice) => {
    if (slice === 'work' || slice === 'server') update();
  });

  return {
    async run(when, { change, scope = 'all', needsServer = false, apply }) {
      const work = when === 'now' ? null : interruptedWork(await currentWork(), scope);
      if (work === null || isIdle(work)) {
        cancel();
        return apply();
      }
      if (when === 'ask') throw expectedError('WORK_IN_PROGRESS', { ...work, scope });
      setPending({ change, scope, needsServer, apply });
      // It may have ended while it was asked for.
      update();
    },
    runNow,
    cancel,
    close() {
      pending = null;
      clearTimeout(timer);
      unsubscribe();
    },
  };
}
