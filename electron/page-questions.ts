import type { BrowserWindow, Dialog } from 'electron';
import { desktopText } from '../contract/derived/catalog/en/desktop.ts';
import { MAX_FAILURES } from './page-failures.ts';

/** Why a window's page may have to be loaded again. */
export type PageQuestion = 'failed' | 'unresponsive';

export interface PageQuestionOptions {
  readonly dialog: Dialog;
  readonly window: BrowserWindow;
  /** Takes the question back. */
  readonly signal: AbortSignal;
  /** The path of Corral's own log. */
  readonly log: string;
}

/** Asks on the window, which keeps everything else going, whether its page is loaded again. */
export async function askToReload(question: PageQuestion, options: PageQuestionOptions): Promise<boolean> {
  const { dialog, window, signal, log } = options;
  // A page that failed at once never made its window visible.
  window.show();
  const { response } = await dialog.showMessageBox(window, { type: 'warning', signal, ...texts(question, log) });
  return response === 0;
}

function texts(question: PageQuestion, log: string) {
  const isFailed = question === 'failed';
  return {
    message: desktopText(isFailed ? 'window.failed' : 'window.unresponsive'),
    detail: isFailed
      ? desktopText('window.failedDetail', { count: MAX_FAILURES, log })
      : desktopText('window.unresponsiveDetail'),
    buttons: [desktopText('window.reload'), desktopText(isFailed ? 'window.close' : 'window.wait')],
    defaultId: 0,
    cancelId: 1,
  };
}
