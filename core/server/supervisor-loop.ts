import { createCondition } from '../async/condition.ts';
import type { Bind } from '../ollama/child-environment.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { createProgramTracker } from './program-tracker.ts';
import type { OrphanCleanup } from './recovery/orphaned-run.ts';
import type { Run } from './run/run.ts';
import { serverSliceAfter } from './server-slice.ts';
import { createSupervisorEffects, type SupervisedRunOptions } from './supervisor-effects.ts';
import { initialSupervisorState, type SupervisorEvent, type SupervisorState } from './supervisor-state.ts';
import { transition } from './transition.ts';

export interface SupervisorLoopOptions {
  readonly store: SnapshotStore;
  readonly orphans: OrphanCleanup;
  readonly runOptions: SupervisedRunOptions;
}

export interface SupervisorLoop {
  state(): SupervisorState;
  /** The current run, or the last one. */
  run(): Run | null;
  /** The address that the current plan looks at, on the port that clients use. */
  publicBind(): Bind;
  dispatch(event: SupervisorEvent): void;
  /** Resolves once the state satisfies the condition, or the loop is closed. */
  waitUntil(condition: (state: SupervisorState) => boolean): Promise<void>;
  scanPort(): void;
  /** Ignores all further events. */
  close(): Promise<void>;
}

/** Feeds events to `transition`, publishes the state and performs the effects. */
export function createSupervisorLoop({ store, orphans, runOptions }: SupervisorLoopOptions): SupervisorLoop {
  const changed = createCondition();
  const program = createProgramTracker(store);
  let state = initialSupervisorState(Date.now().toString(36));
  let isClosed = false;

  const effects = createSupervisorEffects({ store, orphans, program, runOptions, state: () => state, dispatch });

  function dispatch(event: SupervisorEvent): void {
    if (isClosed) return;
    const previous = state.actual;
    const step = transition(state, event);
    state = step.state;
    if (state.actual !== previous) effects.cancelScheduled();
    program.onState(state.actual);
    store.update('server', (slice) => serverSliceAfter(slice, state, { previous, event, at: Date.now() }));
    for (const effect of step.effects) effects.perform(effect);
    changed.notify();
  }

  return {
    state: () => state,
    run: effects.run,
    publicBind: effects.publicBind,
    dispatch,
    waitUntil: (condition) => changed.waitUntil(() => isClosed || condition(state)),
    scanPort: () => {
      if (!isClosed) effects.scanPort();
    },
    close: async () => {
      isClosed = true;
      effects.cancelScheduled();
      await program.close();
    },
  };
}
