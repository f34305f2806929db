import type { ServerCause } from '../../../contract/server.ts';
import type { RunEvent } from './run-event.ts';
import type { Finish, RunEffect, RunInput, RunningServer, RunState, RunStep, Stopping } from './run-state.ts';
import { stopFailed } from './server-cause.ts';

type InPhase<Phase extends RunState['phase']> = Extract<RunState, { phase: Phase }>;

function emitUnlessStopping({ stopRequested }: RunState, event: RunEvent | null): readonly RunEffect[] {
  return stopRequested || event === null ? [] : [{ type: 'emit', event }];
}

function over(state: RunState, left: ServerCause | null, event: RunEvent | null): RunStep {
  const { stopRequested } = state;
  return { state: { phase: 'over', stopRequested, left }, effects: emitUnlessStopping(state, event) };
}

function terminate(state: Omit<Stopping, 'phase'>): RunStep {
  return { state: { ...state, phase: 'stopping' }, effects: [{ type: 'terminate', server: state.server }] };
}

function finish(state: RunState, server: RunningServer | null, outcome: Pick<Finish, 'left' | 'reason'>): RunStep {
  const { stopRequested } = state;
  const isRetry = state.phase === 'stopping' && state.isRetry;
  return {
    state: { phase: 'finishing', stopRequested, server, isRetry },
    effects: [{ type: 'finish', server, left: outcome.left, reason: stopRequested ? null : outcome.reason }],
  };
}

function whileLaunching(state: InPhase<'launching'>, input: RunInput): RunStep {
  switch (input.type) {
    case 'stop':
    case 'detach':
      return { state: { ...state, stopRequested: true }, effects: [] };
    case 'prepared':
      // A server to adopt runs already, so that a stop has to reach it.
      return state.stopRequested && input.prepared.adopted === null
        ? over(state, null, null)
        : { state, effects: [{ type: 'launch', prepared: input.prepared }] };
    case 'refused':
      return over(state, null, input.event);
    case 'launched': {
      const { server, event } = input;
      if (state.stopRequested) return terminate({ stopRequested: true, server, cause: null, isRetry: false });
      return {
        state: { phase: 'serving', stopRequested: false, server, isReady: false },
        effects: [
          { type: 'emit', event },
          { type: 'monitor', server },
        ],
      };
    }
    case 'launchFailed':
      return finish(state, null, { left: null, reason: input.cause });
    case 'crashed':
      return finish(state, null, { left: null, reason: input.event.cause });
    default:
      return { state, effects: [] };
  }
}

function whileServing(state: InPhase<'serving'>, input: RunInput): RunStep {
  const { server, isReady } = state;
  const stopping = { server, stopRequested: false, cause: null, isRetry: false };
  switch (input.type) {
    case 'stop':
      return terminate({ ...stopping, stopRequested: true });
    case 'detach':
      return { state: { phase: 'detaching', stopRequested: true }, effects: [{ type: 'detach', server }] };
    case 'reported':
      return {
        state: { ...state, isReady: isReady || input.event.type === 'ready' },
        effects: [{ type: 'emit', event: input.event }],
      };
    case 'rejected':
      return terminate({ ...stopping, cause: input.cause });
    case 'exited':
      return finish(state, server, {
        left: null,
        reason: { program: server.program, exit: input.exit, wasReady: isReady },
      });
    case 'crashed':
      return terminate({ ...stopping, cause: input.event.cause, isRetry: true });
    default:
      return { state, effects: [] };
  }
}

function whileStopping(state: Stopping, input: RunInput): RunStep {
  switch (input.type) {
    case 'stop':
    case 'detach':
      return { state: { ...state, stopRequested: true }, effects: [] };
    case 'terminated':
      return input.isGone
        ? finish(state, state.server, { left: null, reason: state.cause })
        : finish(state, null, { left: stopFailed, reason: stopFailed });
    case 'crashed': {
      const { cause } = input.event;
      // What can't be stopped now stays on record, and the next start tries again.
      return state.isRetry
        ? finish(state, null, { left: cause, reason: cause })
        : terminate({ ...state, cause, isRetry: true });
    }
    default:
      return { state, effects: [] };
  }
}

function whileFinishing(state: InPhase<'finishing'>, input: RunInput): RunStep {
  const { server, stopRequested } = state;
  switch (input.type) {
    case 'stop':
    case 'detach':
      return { state: { ...state, stopRequested: true }, effects: [] };
    case 'finished':
      return over(state, input.left, input.event);
    case 'crashed': {
      const { event } = input;
      if (server === null) return over(state, null, event);
      return state.isRetry
        ? over(state, event.cause, event)
        : terminate({ server, stopRequested, cause: event.cause, isRetry: true });
    }
    default:
      return { state, effects: [] };
  }
}

/** What each input means in each phase, and what is to be done about it. No effects, no clock; a late input changes nothing. */
export function runTransition(state: RunState, input: RunInput): RunStep {
  switch (state.phase) {
    case 'launching':
      return whileLaunching(state, input);
    case 'serving':
      return whileServing(state, input);
    case 'stopping':
      return whileStopping(state, input);
    case 'finishing':
      return whileFinishing(state, input);
    case 'detaching':
      return input.type === 'detached' || input.type === 'crashed' ? over(state, null, null) : { state, effects: [] };
    case 'over':
      return { state, effects: [] };
  }
}
