import type { Endpoint } from '../../ollama/probe-version.ts';
import type { PortOwner, SupervisorEvent, SupervisorState } from '../supervisor-state.ts';
import { findPortOwner, findServer, lookAgain } from './port-owner.ts';

/**
 * Looks who has the port while nothing of ours does, only as closely as the state needs: a known server is asked whether it
 * is still there, a port we wait for is examined, and otherwise only a server that answers counts.
 */
function scanPort({ actual, endpoint }: SupervisorState, bind: Endpoint): Promise<PortOwner | null> {
  if (actual.state === 'external' && endpoint !== null) {
    const { owner, pid, version, canTakeOver } = actual;
    return lookAgain({ kind: 'ollama', owner, pid, version, endpoint, canTakeOver }, bind);
  }
  return actual.state === 'external' || actual.state === 'portInUse' ? findPortOwner(bind) : findServer(bind);
}

/** How often the port is looked at while nothing of ours has it, in milliseconds. */
const pollIntervalMs = 2_000;

export interface PortWatchOptions {
  readonly state: () => SupervisorState;
  readonly bind: () => Endpoint;
  /** Awaited before each look: what an earlier host left isn't somebody else's. */
  readonly before: () => Promise<unknown>;
  readonly folderProblem: () => Promise<string | null>;
  readonly emit: (event: SupervisorEvent) => void;
}

export interface PortWatch {
  /** Looks once, after a while or at once; what was seen of a state that has passed is not told. */
  look(when: 'soon' | 'now'): void;
  stop(): void;
}

/** Looks around while nothing of ours runs, and tells what it saw. */
export function createPortWatch({ state, bind, before, folderProblem, emit }: PortWatchOptions): PortWatch {
  let timer: NodeJS.Timeout | undefined;

  /** A server that is held for its models folder is free to go once that is there again. */
  const isHoldOver = async ({ actual }: SupervisorState): Promise<boolean> =>
    actual.state === 'failed' && actual.cause.kind === 'modelsFolderUnavailable' && (await folderProblem()) === null;

  const see = async (watched: SupervisorState): Promise<SupervisorEvent> => {
    await before();
    if (await isHoldOver(watched)) return { type: 'folderAvailable', at: Date.now() };
    const holder = await scanPort(watched, bind());
    return { type: 'portSeen', at: Date.now(), holder };
  };
  const look = (): void => {
    const watched = state();
    const isStill = (): boolean => state().actual === watched.actual;
    see(watched).then(
      (event) => {
        if (isStill()) emit(event);
      },
      () => {
        if (isStill()) lookLater(pollIntervalMs);
      },
    );
  };
  const lookLater = (pauseMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(look, pauseMs).unref();
  };

  return {
    look: (when) => lookLater(when === 'now' ? 0 : pollIntervalMs),
    stop: () => clearTimeout(timer),
  };
}
