import type { ServerCause } from '../../../contract/server.ts';
import type { RunMonitor } from './monitor-run.ts';
import {
  crashed,
  detach,
  finish,
  launch,
  monitor,
  prepare,
  type RunContext,
  type RunOptions,
  terminate,
} from './run-effects.ts';
import { initialRunState, type RunEffect, type RunInput, type RunState } from './run-state.ts';
import { runTransition } from './run-transition.ts';

/** One run of the server, from looking for its executable to the last of its processes. */
export interface Run {
  readonly runId: string;
  /** Stops it, whatever it is doing. Null once nothing of it is left, otherwise why something is. */
  stop(): Promise<ServerCause | null>;
  /** Probes at once whether it still responds. */
  check(): void;
  /** Leaves a server that is up running, on record for the next host; stops anything else. */
  detach(): Promise<void>;
}

/**
 * Begins a run: `runTransition` decides, this performs the effects and feeds back what came of them. It reports by events,
 * until it is stopped or detached.
 */
export function beginRun(runId: string, options: RunOptions): Run {
  const context: RunContext = { runId, options };
  const over = Promise.withResolvers<ServerCause | null>();
  const preparing = new AbortController();
  const monitoring = new AbortController();
  let runMonitor: RunMonitor | null = null;
  let state: RunState = initialRunState;

  const dispatch = (input: RunInput): void => {
    const step = runTransition(state, input);
    state = step.state;
    // A server that has quit or is being stopped is no longer monitored.
    if (runMonitor !== null && state.phase !== 'serving') monitoring.abort();
    for (const effect of step.effects) perform(effect);
    if (state.phase === 'over') over.resolve(state.left);
  };
  const awaitInput = (outcome: Promise<RunInput>): void => {
    void outcome.then(dispatch).catch((error: unknown) => dispatch(crashed(context, error)));
  };

  function perform(effect: RunEffect): void {
    switch (effect.type) {
      case 'emit':
        options.emit(effect.event);
        break;
      case 'launch':
        awaitInput(launch(context, effect.prepared));
        break;
      case 'monitor':
        // The recipient of the event just before may have requested a stop.
        if (state.phase === 'serving') {
          runMonitor = monitor(context, effect.server, { signal: monitoring.signal, dispatch });
        }
        break;
      case 'terminate':
        awaitInput(terminate(effect.server));
        break;
      case 'finish':
        awaitInput(finish(context, effect));
        break;
      case 'detach':
        awaitInput(detach(context, effect.server));
        break;
    }
  }

  awaitInput(prepare(context, preparing.signal));
  return {
    runId,
    stop: () => {
      preparing.abort();
      dispatch({ type: 'stop' });
      return over.promise;
    },
    check: () => runMonitor?.check(),
    detach: async () => {
      preparing.abort();
      dispatch({ type: 'detach' });
      await over.promise;
    },
  };
}
