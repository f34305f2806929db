import type { Problem, ServerActual } from '../../contract/server.ts';

/** Problems kept, the newest. */
const kept = 20;

function titleOf({ state, cause }: Extract<ServerActual, { cause: unknown }>): string {
  if (cause.kind === 'stoppedByOllamaApp') return 'Ollama.app ended the server';
  if (cause.kind === 'modelsFolderUnavailable') return 'The models folder is not there';
  if (cause.kind === 'unresponsive') return 'The server stopped answering';
  if (cause.kind === 'stopFailed' || cause.kind === 'orphanStillRunning') return 'The server would not end';
  if (cause.kind === 'exited') return state === 'failed' ? 'The server keeps crashing' : 'The server stopped by itself';
  return state === 'failed' ? 'The server could not start' : 'The server did not start';
}

/** What a change of the server's state adds to the list of problems: a crash or a failure, or that it runs again. */
export function problemsAfter(
  problems: readonly Problem[],
  previous: ServerActual,
  actual: ServerActual,
  at: number,
): Problem[] {
  if (actual === previous) return [...problems];
  if (actual.state === 'running') {
    return previous.state === 'running' ? [...problems] : problems.map((problem) => ({ ...problem, resolved: true }));
  }
  if (actual.state !== 'restarting' && actual.state !== 'failed') return [...problems];
  const title = titleOf(actual);
  const problem = { id: `${at}-${problems.length}`, at, title, detail: actual.cause.message, resolved: false };
  return [problem, ...problems].slice(0, kept);
}
