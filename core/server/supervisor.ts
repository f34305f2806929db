import type { Program } from '../../contract/server.ts';
import type { Bind } from '../ollama/child-environment.ts';
import type { Endpoint } from '../ollama/probe-version.ts';
import { programVersion } from '../ollama/program-version.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { type Effect, initialLoopState, type LoopEvent } from './loop-state.ts';
import { findPortHolder } from './port-holder.ts';
import { problemsAfter } from './problems.ts';
import { beginRun, type Run, type RunOptions } from './run.ts';
import { plainCause } from './server-cause.ts';
import { transition } from './transition.ts';

/** How often a port that somebody else holds is looked at, in milliseconds. */
const watchEveryMs = 2_000;

export interface Supervisor {
  want(wanted: 'running' | 'stopped'): void;
  /** Stops and starts the server; joins a restart under way. Resolves when it runs again or can't. */
  restart(): Promise<void>;
  /** Where core reaches the server now, ours or external; null while nothing answers. */
  endpoint(): Endpoint | null;
  /** Ends what we started and waits until it is gone; after that it does nothing any more. */
  close(): Promise<void>;
}

export interface SupervisorOptions extends Pick<RunOptions, 'dataDir' | 'env' | 'log' | 'launchPlan' | 'beforeBind'> {
  /** Its `server` slice is written here and nowhere else. */
  readonly store: SnapshotStore;
}

/** Drives `ollama serve`: `transition` decides, this runs what it decided and feeds the outcomes back. */
export function createSupervisor({ store, ...options }: SupervisorOptions): Supervisor {
  const waiting = new Set<() => void>();
  let state = initialLoopState(Date.now().toString(36));
  let run: Run | null = null;
  let timer: NodeJS.Timeout | undefined;
  let bind: Bind | null = null;
  let closed = false;

  const dispatch = (event: LoopEvent): void => {
    if (closed) return;
    const previous = state;
    const step = transition(state, event);
    state = step.state;
    if (state.actual !== previous.actual) clearTimeout(timer);
    store.update('server', (slice) => ({
      ...slice,
      wanted: state.wanted,
      actual: state.actual,
      pid: state.pid,
      problems: problemsAfter(slice.problems, previous.actual, state.actual, Date.now()),
    }));
    for (const effect of step.effects) perform(effect);
    for (const look of [...waiting]) look();
  };

  const perform = (effect: Effect): void => {
    switch (effect.type) {
      case 'begin':
        run = beginRun(effect.runId, { ...options, emit: dispatch, onPlan, onProgram });
        return;
      case 'end':
        end(effect.runId);
        return;
      case 'retryAt':
        timer = setTimeout(() => dispatch({ type: 'retryDue', at: Date.now() }), Math.max(0, effect.at - Date.now()));
        return;
      case 'watchPort':
        timer = setTimeout(watchPort, watchEveryMs);
    }
  };

  const end = (runId: string): void => {
    const ending = run?.runId === runId ? run.end() : Promise.resolve(true);
    const failed = plainCause('wouldNotStop', 'The server would not end, not even by force.');
    ending.then(
      (gone) =>
        dispatch(
          gone
            ? { type: 'gone', runId, at: Date.now() }
            : { type: 'wouldNotStop', runId, at: Date.now(), cause: failed },
        ),
      (error: unknown) =>
        dispatch({ type: 'wouldNotStop', runId, at: Date.now(), cause: { ...failed, message: String(error) } }),
    );
  };

  const watchPort = (): void => {
    const watched = state.actual;
    if (bind === null) return;
    findPortHolder(bind).then(
      (holder) => {
        if (state.actual === watched) dispatch({ type: 'portSeen', at: Date.now(), holder });
      },
      () => {
        if (state.actual === watched) timer = setTimeout(watchPort, watchEveryMs);
      },
    );
  };

  const onPlan: RunOptions['onPlan'] = (plan) => {
    bind = plan.bind;
    const { port } = plan.bind;
    store.update('server', (slice) => ({ ...slice, port, baseUrl: `http://localhost:${port}/v1` }));
  };

  const showProgram = (program: Program | null): void => store.update('server', (slice) => ({ ...slice, program }));

  const onProgram: RunOptions['onProgram'] = (program, env) => {
    const shown = store.get().server.program;
    if (program === null) return showProgram(null);
    showProgram({ ...program, version: shown?.path === program.path ? shown.version : null });
    void programVersion(program.path, env).then((version) => {
      if (store.get().server.program?.path === program.path) showProgram({ ...program, version });
    });
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

  return {
    want: (wanted) => dispatch({ type: 'want', wanted, at: Date.now() }),
    restart: () => {
      dispatch({ type: 'restart', at: Date.now() });
      return until(() => !isOnTheWay());
    },
    endpoint: () => state.endpoint,
    close: async () => {
      dispatch({ type: 'want', wanted: 'stopped', at: Date.now() });
      await until(() => closed || !isOnTheWay());
      closed = true;
      clearTimeout(timer);
    },
  };
}
