import { serverProblemText } from '../../contract/derived/catalog/en/server-problems.ts';
import { problemTitle } from '../../contract/derived/problem-title.ts';
import type { Problem, ServerActual } from '../../contract/server.ts';

/** Problems kept, the newest. */
const kept = 20;

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
  const title = serverProblemText(problemTitle(actual));
  const problem = { id: `${at}-${problems.length}`, at, title, detail: actual.cause.message, resolved: false };
  return [problem, ...problems].slice(0, kept);
}
