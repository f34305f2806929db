import { createCondition } from '../async/condition.ts';
import type { Bind } from '../ollama/child-environment.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { createPortWatch } from './port/port-watch.ts';
import { createProgramTracker } from './program-tracker.ts';
import { adoptRun } from './recovery/adopt-run.ts';
import type { OrphanCleanup } from './recovery/orphaned-run.ts';
import type { LaunchPlan } from './run/launch-plan.ts';
import { beginRun, type Run } from './run/run.ts';
import type { RunOptions } from './run/run-effects.ts';
import { serverSliceAfter } from './server-slice.ts';
import {
  initialSupervisorState,
  type StopEvent,
  type SupervisorEffect,
  type SupervisorEvent,
  type SupervisorState,
} from './supervisor-state.ts';
import { transition } from './transition.ts';

/** What a run needs that its supervisor doesn't provide itself. */
export type SupervisedRunOptions = Pick<
  RunOptions,
  | 'dataDir'
  | 'env'
  | 'log'
  | 'launchPlan'
  | 'releasePort'
  | 'folderProblem'
  | 'liveness'
  | 'readinessTimeoutMs'
  | 'healthTiming'
  | 'folderTiming'
>;

export interface SupervisorLoopOptions extends SupervisedRunOptions {
  readonly store: SnapshotStore;
  readonly orphans: OrphanCleanup;
}

export interface SupervisorLoop {
  state(): SupervisorState;
  /** The current run, or the last one. */
  run(): Run | null;
  /** Where the server of the current plan listens. */
  bind(): Bind;
  dispatch(event: SupervisorEvent): void;
  /** Resolves once the state satisfies the condition, or the loop is closed. */
  waitUntil(condition: (state: SupervisorState) => boolean): Promise<void>;
  scanPort(): void;
  /** Ignores all further events. */
  close(): Promise<void>;
}

async function stopRun(run: Run | null, runId: string): Promise<StopEvent> {
  const left = run?.runId === runId ? await run.stop() : null;
  const at = Date.now();
  return left === null ? { type: 'stopped', runId, at } : { type: 'stopFailed', runId, at, cause: left };
}

/** Feeds events to `transition`, publishes the state, performs the effects and feeds back what comes of them. */
export function createSupervisorLoop({ store, orphans, ...runOptions }: SupervisorLoopOptions): SupervisorLoop {
  const changed = createCondition();
  const program = createProgramTracker(store);
  let state = initialSupervisorState(Date.now().toString(36));
  let run: Run | null = null;
  let bind: Bind | null = null;
  let retryTimer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const currentBind = (): Bind => bind ?? { host: '127.0.0.1', port: store.get().server.port };
  const portWatch = createPortWatch({
    state: () => state,
    bind: currentBind,
    // Where the orphan can't be examined, a server running outside Corral is still to be shown.
    orphansGone: orphans.settled,
    folderProblem: runOptions.folderProblem,
    emit: (event) => dispatch(event),
  });
  const stopTimers = (): void => {
    clearTimeout(retryTimer);
    portWatch.stop();
  };
  const onPlan = (plan: LaunchPlan): void => {
    bind = plan.bind;
    const { port } = plan.bind;
    store.update('server', (slice) => ({ ...slice, port, baseUrl: `http://localhost:${port}/v1` }));
  };

  const dispatch = (event: SupervisorEvent): void => {
    if (isClosed) return;
    const previous = state.actual;
    const step = transition(state, event);
    state = step.state;
    if (state.actual !== previous) stopTimers();
    program.onState(state.actual);
    store.update('server', (slice) => serverSliceAfter(slice, state, { previous, event, at: Date.now() }));
    for (const effect of step.effects) perform(effect);
    changed.notify();
  };

  const perform = (effect: SupervisorEffect): void => {
    switch (effect.type) {
      case 'startRun':
        run = beginRun(effect.runId, {
          ...runOptions,
          adoptRun: (runId, target) => adoptRun(runId, target, runOptions),
          terminateOrphan: orphans.terminate,
          emit: dispatch,
          onPlan,
          onProgram: program.onProgram,
        });
        return;
      case 'stopRun':
        void stopRun(run, effect.runId).then(dispatch);
        return;
      case 'scheduleRetry': {
        const retry = () => dispatch({ type: 'retryDue', at: Date.now() });
        retryTimer = setTimeout(retry, Math.max(0, effect.at - Date.now())).unref();
        return;
      }
      case 'schedulePortScan':
        portWatch.scanSoon();
    }
  };

  return {
    state: () => state,
    run: () => run,
    bind: currentBind,
    dispatch,
    waitUntil: (condition) => changed.waitUntil(() => isClosed || condition(state)),
    scanPort: () => {
      if (!isClosed) portWatch.scanNow();
    },
    close: async () => {
      isClosed = true;
      stopTimers();
      await program.close();
    },
  };
}
