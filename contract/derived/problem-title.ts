import type { ServerActual } from '../server.ts';
import type { MessageOf } from './catalog/define-texts.ts';
import type { serverProblemText } from './catalog/en/server-problems.ts';

/** A problem's title, for `serverProblemText` to put into words. */
export type ProblemTitle = MessageOf<typeof serverProblemText>;

/** What went wrong, by the cause for which the server restarts or failed. */
export function problemTitle({ state, cause }: Extract<ServerActual, { cause: unknown }>): ProblemTitle {
  const crashed = { key: state === 'failed' ? 'keepsCrashing' : 'exited' } as const;
  switch (cause.kind) {
    case 'exited':
      return crashed;
    case 'unresponsive':
    case 'stoppedByOllamaApp':
    case 'stoppedByOther':
    case 'modelsFolderUnavailable':
      return { key: cause.kind };
    case 'stopFailed':
    case 'orphanStillRunning':
      return { key: 'wouldNotQuit' };
    default:
      return cause.wasReady ? crashed : { key: 'couldNotStart' };
  }
}
