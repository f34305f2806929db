import type { ServerActual } from '../server.ts';
import type { MessageOf } from './catalog/define-texts.ts';
import type { serverProblemText } from './catalog/en/server-problems.ts';

/** A problem's title, for `serverProblemText` to put into words. */
export type ProblemTitle = MessageOf<typeof serverProblemText>;

/** What went wrong, by the cause for which the server restarts or failed. */
export function problemTitle({ state, cause: { kind } }: Extract<ServerActual, { cause: unknown }>): ProblemTitle {
  switch (kind) {
    case 'exited':
      return { key: state === 'failed' ? 'keepsCrashing' : 'exited' };
    case 'unresponsive':
    case 'stoppedByOllamaApp':
    case 'modelsFolderUnavailable':
      return { key: kind };
    case 'stopFailed':
    case 'orphanStillRunning':
      return { key: 'wouldNotQuit' };
    default:
      return { key: 'couldNotStart' };
  }
}
