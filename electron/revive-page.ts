import type { BrowserWindow } from 'electron';
import { countFailure, isFailedPage, isOrdinaryEnd } from './page-failures.ts';
import type { PageQuestion } from './page-questions.ts';

export interface RevivePageOptions {
  /** Asks on the window whether to load its page again. Aborting the signal takes the question back. */
  readonly ask: (question: PageQuestion, window: BrowserWindow, signal: AbortSignal) => Promise<boolean>;
  readonly log: (failure: string) => void;
}

export interface RevivedPage {
  /**
   * Loads the page again if it is gone, however often it failed, because a person wants to see it.
   * @returns whether it was gone
   */
  reviveNow(): boolean;
  /** Leaves the page as it is from now on. */
  close(): void;
}

interface State {
  isClosed: boolean;
  /** The window is blank. */
  isGone: boolean;
  failedAt: readonly number[];
  /** The one that is shown. */
  question: AbortController | null;
}

/**
 * Loads a window's page again when its process ended or its load failed, and asks where that doesn't help. Without this the
 * window would stay, blank. A page that doesn't respond is only loaded again if the person wants that, because it may yet.
 */
export function revivePage(window: BrowserWindow, { ask, log }: RevivePageOptions): RevivedPage {
  const contents = window.webContents;
  const state: State = { isClosed: false, isGone: false, failedAt: [], question: null };

  const load = (): void => {
    state.question?.abort();
    state.isGone = false;
    contents.reload();
  };
  const askToReload = async (question: PageQuestion): Promise<boolean | null> => {
    state.question?.abort();
    const asked = new AbortController();
    state.question = asked;
    const agreed = await ask(question, window, asked.signal);
    return asked.signal.aborted || state.isClosed || window.isDestroyed() ? null : agreed;
  };
  const askAfterFailures = async (): Promise<void> => {
    const agreed = await askToReload('failed');
    if (agreed === null) return;
    if (!agreed) return window.destroy();
    state.failedAt = [];
    load();
  };
  const onFailure = (failure: string): void => {
    log(failure);
    if (state.isClosed) return;
    state.isGone = true;
    const { recent, remedy } = countFailure(state.failedAt, Date.now());
    state.failedAt = recent;
    if (remedy === 'reload') load();
    else void askAfterFailures();
  };

  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (!isOrdinaryEnd(reason)) onFailure(`${reason}, exit code ${exitCode}`);
  });
  contents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
    if (isFailedPage(code, isMainFrame)) onFailure(`${description || 'load failed'} (${code})`);
  });
  contents.on('unresponsive', async () => {
    log('not responding');
    // The end of its process is what loads it again; a page that doesn't respond can't be left in another way.
    if (!state.isClosed && (await askToReload('unresponsive')) === true) contents.forcefullyCrashRenderer();
  });
  contents.on('responsive', () => state.question?.abort());
  return {
    reviveNow() {
      if (!state.isGone) return false;
      state.failedAt = [];
      load();
      return true;
    },
    close() {
      state.isClosed = true;
      state.question?.abort();
    },
  };
}
