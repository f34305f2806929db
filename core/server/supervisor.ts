import { isOwnServerUp } from '../../contract/derived/server-state.ts';
import { expectedError } from '../../contract/expected-error.ts';
import { showDamage } from '../data-folder/damage-notice.ts';
import type { Endpoint } from '../ollama/endpoint.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { takeOver } from './port/take-over.ts';
import { hasRunningServer } from './recovery/adopt-run.ts';
import { createOrphanCleanup } from './recovery/orphaned-run.ts';
import type { SupervisedRunOptions } from './supervisor-effects.ts';
import { createSupervisorLoop } from './supervisor-loop.ts';
import { type CommandEvent, isAtRest, isInTransition } from './supervisor-state.ts';

export interface Supervisor {
  /**
   * Begins: resumes with a server that an earlier host left running, whatever is desired; otherwise stops what is left of
   * one and starts to watch the port.
   */
  open(desired: 'running' | 'stopped'): void;
  setDesired(desired: 'running' | 'stopped'): void;
  /** Stops and starts the server; joins a restart in progress. Resolves when it runs again or can't. */
  restart(): Promise<void>;
  /** Where core reaches the server now, ours or external; null while none responds. */
  endpoint(): Endpoint | null;
  /** Checks at once whether everything is still as shown, as after sleep or a change of the network. */
  check(): void;
  /**
   * Requests that the process on the port quit, then starts our server.
   * @throws TAKE_OVER_FAILED when it is still running
   */
  takeOver(pid: number): Promise<void>;
  /** Stops what we started and waits until it is gone; after that it does nothing anymore. */
  close(): Promise<void>;
  /** Leaves a running server for the next host to find; stops anything else as `close` does. */
  detach(): Promise<void>;
}

export interface SupervisorOptions extends SupervisedRunOptions {
  /** Its `server` slice is written here and nowhere else, except for problems that a person clears. */
  readonly store: SnapshotStore;
}

/** Supervises `ollama serve`: turns commands into events of the supervisor's loop. */
export function createSupervisor({ store, ...runOptions }: SupervisorOptions): Supervisor {
  const place = { dataDir: runOptions.dataDir, onDamaged: showDamage(store) };
  const orphans = createOrphanCleanup(place);
  const loop = createSupervisorLoop({ store, orphans, runOptions });
  let isClosing = false;
  /** Closing leaves the server running for the next host. */
  let isDetaching = false;
  let resuming: Promise<void> = Promise.resolve();

  /** A command during shutdown is ignored: nothing would stop what it starts. */
  const command = (event: CommandEvent): void => {
    if (!isClosing) loop.dispatch(event);
  };
  const setDesired = (desired: 'running' | 'stopped'): void => command({ type: 'setDesired', desired, at: Date.now() });
  const isResting = (): boolean => isAtRest(loop.state().actual);
  const scanPort = (): void => {
    if (isResting()) loop.scanPort();
  };
  /** A server that an earlier host left running is to keep running, even if none would be started now. */
  const resume = async (): Promise<void> => {
    const isRunning = await hasRunningServer(place);
    if (isRunning && isDetaching) return;
    if (isRunning && !isClosing) setDesired('running');
    // A run that has begun meanwhile does this itself, and must not be taken for an orphan.
    else if (isResting()) await orphans.terminate();
  };
  const settled = (): Promise<void> => loop.waitUntil(({ actual }) => !isInTransition(actual));
  const restart = (): Promise<void> => {
    command({ type: 'restart', at: Date.now() });
    return settled();
  };
  const close = async (): Promise<void> => {
    isClosing = true;
    loop.dispatch({ type: 'setDesired', desired: 'stopped', at: Date.now() });
    await settled();
    await resuming;
    await orphans.settled();
    await loop.close();
  };

  return {
    open: (desired) => {
      if (desired === 'running') setDesired(desired);
      else resuming = resume().then(scanPort, scanPort);
    },
    setDesired,
    restart,
    endpoint: () => loop.state().endpoint,
    check: () => {
      loop.run()?.check();
      scanPort();
    },
    takeOver: async (pid) => {
      const reason = await takeOver(pid, loop.publicBind().port);
      if (reason !== null) throw expectedError('TAKE_OVER_FAILED', { reason });
      // Requested twice at once, the first to finish starts ours.
      await (isResting() ? restart() : settled());
    },
    close,
    detach: async () => {
      isDetaching = true;
      if (!isOwnServerUp(loop.state().actual.state)) return close();
      await loop.close();
      await loop.run()?.detach();
    },
  };
}
