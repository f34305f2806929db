import { type Poll, startPoll } from '../../async/poll.ts';
import { type ProcessInfo, processInfo } from '../../os/process-info.ts';
import type { SnapshotStore } from '../../snapshot/snapshot-store.ts';
import { findOllamaApp } from './ollama-app.ts';

/** How long a quit of the app may go unnoticed: looking at a process starts another one on macOS. */
const POLL_INTERVAL_MS = 5_000;

export interface OllamaAppWatch {
  /** Looks at once, as after the app was asked to quit. */
  check(): Promise<void>;
  close(): void;
}

/**
 * Updates `server.ollamaApp`. The app is noticed by what it does to our server as it starts; from then on, for as long as it runs and
 * our server has the port, it starts a server of its own every second, which quits at once.
 */
export function watchOllamaApp(store: SnapshotStore): OllamaAppWatch {
  /** The last run that the app is known to have stopped. */
  let stoppedRun: string | null = null;
  let app: ProcessInfo | null = null;
  let poll: Poll | null = null;

  const publish = (): void => {
    const { actual, ollamaApp } = store.get().server;
    const pid = app !== null && 'runId' in actual ? app.pid : null;
    if (ollamaApp?.pid === pid || (ollamaApp === null && pid === null)) return;
    store.update('server', (server) => ({ ...server, ollamaApp: pid === null ? null : { pid } }));
  };
  const follow = async (): Promise<void> => {
    const known = app;
    const now = known === null ? await findOllamaApp() : await processInfo(known.pid);
    if (app !== known) return;
    const isGone = now === null || (known !== null && now.startTime !== known.startTime);
    app = isGone ? null : now;
    if (isGone) {
      poll?.stop();
      poll = null;
    }
    publish();
  };
  const unsubscribe = store.subscribe((slice) => {
    if (slice !== 'server') return;
    const stopped = store.get().server.runs.find(({ end }) => end?.kind === 'stoppedByOllamaApp');
    if (stopped !== undefined && stopped.runId !== stoppedRun) {
      stoppedRun = stopped.runId;
      app = null;
      poll?.stop();
      poll = startPoll(() => POLL_INTERVAL_MS, follow);
    }
    publish();
  });

  return {
    async check() {
      await poll?.now();
    },
    close() {
      unsubscribe();
      poll?.stop();
    },
  };
}
