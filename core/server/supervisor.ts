import { expectedError } from '../../contract/expected-error.ts';
import type { Bind } from '../ollama/child-environment.ts';
import type { Endpoint } from '../ollama/probe-version.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { createPortWatch } from './port/port-watch.ts';
import { takeOver } from './port/take-over.ts';
import { problemsAfter } from './problems.ts';
import { hasRunningServer } from './recovery/adopt-run.ts';
import { terminateOrphanedRun } from './recovery/orphaned-run.ts';
import { beginRun, type Run, type RunOptions } from './run/run.ts';
import { historyAfter } from './run/run-history.ts';
import { stopFailed } from './run/server-cause.ts';
import { createShownProgram } from './shown-program.ts';
import { type Effect, initialLoopState, type SupervisorEvent } from './supervisor-state.ts';
import { transition } from './transition.ts';

export interface Supervisor {
  /**
   * Begins: goes on with a server that an earlier host left running, whatever is wanted, and otherwise ends what is left
   * of one and begins to watch the port.
   */
  open(desired: 'running' | 'stopped'): void;
  setDesired(desired: 'running' | 'stopped'): void;
  /** Stops and starts the server; joins a restart under way. Resolves when it runs again or can't. */
  restart(): Promise<void>;
  /** Where core reaches the server now, ours or external; null while nothing answers. */
  endpoint(): Endpoint | null;
  /** Looks at once, as after sleep or a change of the network, whether everything is as it was. */
  check(): void;
  /**
   * Asks whoever holds the port to end, then starts ours.
   * @throws TAKE_OVER_FAILED
   */
  takeOver(pid: number): Promise<void>;
  /** Ends what we started and waits until it is gone; after that it does nothing any more. */
  close(): Promise<void>;
  /** Lets go of a server that runs, for the next host to find; ends anything else as `close` does. */
  detach(): Promise<void>;
}

export interface SupervisorOptions
  extends Pick<
    RunOptions,
    | 'dataDir'
    | 'env'
    | 'log'
    | 'launchPlan'
    | 'beforeBind'
    | 'folderProblem'
    | 'signs'
    | 'readinessTimeoutMs'
    | 'healthTiming'
    | 'folderTiming'
  > {
  /** Its `server` slice is written here and nowhere else, but for problems that a person clears. */
  readonly store: SnapshotStore;
}

/** Drives `ollama serve`: `transition` decides, this runs what it decided and feeds the outcomes back. */
export function createSupervisor({ store, ...options }: SupervisorOptions): Supervisor {
  const waiting = new Set<() => void>();
  const program = createShownProgram(store);
  let state = initialLoopState(Date.now().toString(36));
  let run: Run | null = null;
  let retry: NodeJS.Timeout | undefined;
  let bind: Bind | null = null;
  let leftover: Promise<boolean> | null = null;
  let closing = false;
  let closed = false;

  const watch = createPortWatch({
    state: () => state,
    bind: () => bind ?? { host: '127.0.0.1', port: store.get().server.port },
    // Where the system's tools don't tell of what was left, somebody else's server is still to be seen.
    before: async () => leftover?.catch(() => false),
    folderProblem: options.folderProblem,
    emit: (event) => dispatch(event),
  });
  const stopTimers = (): void => {
    clearTimeout(retry);
    watch.stop();
  };

  const dispatch = (event: SupervisorEvent): void => {
    if (closed) return;
    const previous = state;
    const step = transition(state, event);
    state = step.state;
    if (state.actual !== previous.actual) stopTimers();
    if (state.actual.state === 'running') program.answered(state.actual.version);
    else if (!isOnTheWay()) program.ask();
    store.update('server', (slice) => ({
      ...slice,
      desired: state.desired,
      actual: state.actual,
      pid: state.pid,
      problems: problemsAfter(slice.problems, previous.actual, state.actual, Date.now()),
      runs: [...historyAfter(slice.runs, event)],
    }));
    for (const effect of step.effects) perform(effect);
    for (const look of [...waiting]) look();
  };

  /** A wish comes too late once this closes: nobody would end what it began. */
  const dispatchCommand = (event: Extract<SupervisorEvent, { type: 'setDesired' | 'restart' }>): void => {
    if (!closing) dispatch(event);
  };

  /** Runs once at a time, and before the first look at the port: what an earlier host left isn't somebody else's. */
  const terminateOrphan = (): Promise<boolean> => {
    const before = leftover?.catch(() => false) ?? Promise.resolve(true);
    leftover = before.then(() => terminateOrphanedRun(options.dataDir));
    return leftover;
  };

  const perform = (effect: Effect): void => {
    switch (effect.type) {
      case 'begin':
        run = beginRun(effect.runId, { ...options, terminateOrphan, emit: dispatch, onPlan, onProgram: program.found });
        return;
      case 'end':
        end(effect.runId);
        return;
      case 'retryAt':
        retryIn(effect.at - Date.now());
        return;
      case 'watchPort':
        watch.look('soon');
    }
  };

  const retryIn = (pauseMs: number): void => {
    retry = setTimeout(() => dispatch({ type: 'retryDue', at: Date.now() }), Math.max(0, pauseMs)).unref();
  };

  const end = (runId: string): void => {
    const outcome = (gone: boolean, cause = stopFailed): SupervisorEvent =>
      gone ? { type: 'gone', runId, at: Date.now() } : { type: 'stopFailed', runId, at: Date.now(), cause };
    const ending = run?.runId === runId ? run.end() : Promise.resolve(true);
    ending.then(
      (gone) => dispatch(outcome(gone)),
      (error: unknown) => dispatch(outcome(false, { ...stopFailed, message: String(error) })),
    );
  };

  const onPlan: RunOptions['onPlan'] = (plan) => {
    bind = plan.bind;
    const { port } = plan.bind;
    store.update('server', (slice) => ({ ...slice, port, baseUrl: `http://localhost:${port}/v1` }));
  };

  const until = (reached: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!reached()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });

  const isOnTheWay = (): boolean => ['starting', 'stopping', 'restarting'].includes(state.actual.state);

  /** What ran when the host before us ended is to run on, though none would be started now. */
  const resume = async (): Promise<void> => {
    if (await hasRunningServer(options.dataDir))
      dispatchCommand({ type: 'setDesired', desired: 'running', at: Date.now() });
    // A run that has begun meanwhile does it by itself, and must not be taken for one that was left.
    else if (isResting()) await terminateOrphan();
  };

  const isResting = (): boolean => !isOnTheWay() && !('runId' in state.actual);

  const close = async (): Promise<void> => {
    closing = true;
    dispatch({ type: 'setDesired', desired: 'stopped', at: Date.now() });
    await until(() => closed || !isOnTheWay());
    await leftover?.catch(() => undefined);
    closed = true;
    stopTimers();
    await program.close();
  };

  return {
    open: (desired) => {
      if (desired === 'running') return dispatchCommand({ type: 'setDesired', desired, at: Date.now() });
      void resume()
        .catch(() => undefined)
        .then(() => {
          if (isResting()) watch.look('now');
        });
    },
    setDesired: (desired) => dispatchCommand({ type: 'setDesired', desired, at: Date.now() }),
    restart: () => {
      dispatchCommand({ type: 'restart', at: Date.now() });
      return until(() => closed || !isOnTheWay());
    },
    endpoint: () => state.endpoint,
    check: () => {
      run?.check();
      if (isResting() && !closed) watch.look('now');
    },
    takeOver: async (pid) => {
      const reason = await takeOver(pid, bind?.port ?? store.get().server.port);
      if (reason !== null) throw expectedError('TAKE_OVER_FAILED', { reason });
      // Asked twice at once, the first to be done starts ours.
      if (isResting()) dispatchCommand({ type: 'restart', at: Date.now() });
      await until(() => closed || !isOnTheWay());
    },
    close,
    detach: async () => {
      if (state.actual.state !== 'running' && state.actual.state !== 'unresponsive') return close();
      closed = true;
      stopTimers();
      await program.close();
      await run?.detach();
    },
  };
}
