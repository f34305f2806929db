import { expect, it } from 'vitest';
import type { ServerCause } from '../server.ts';
import { serverProblemText } from './catalog/en/server-problems.ts';
import { problemTitle } from './problem-title.ts';

it.each<[ServerCause['kind'], failed: string, restarting: string]>([
  ['exited', 'The server keeps crashing', 'The server quit unexpectedly'],
  ['unresponsive', 'The server stopped responding', 'The server stopped responding'],
  ['neverReady', 'The server couldn’t start', 'The server couldn’t start'],
  ['quarantined', 'The server couldn’t start', 'The server couldn’t start'],
  ['stoppedByOllamaApp', 'The Ollama app stopped the server', 'The Ollama app stopped the server'],
  ['modelsFolderUnavailable', 'The models folder is unavailable', 'The models folder is unavailable'],
  ['orphanStillRunning', 'The server wouldn’t quit', 'The server wouldn’t quit'],
  ['stopFailed', 'The server wouldn’t quit', 'The server wouldn’t quit'],
])('%s', (kind, failed, restarting) => {
  const cause = { kind, message: 'It quit.', exitCode: 1, signal: null, lastLines: [] };
  expect(serverProblemText(problemTitle({ state: 'failed', at: 1, cause }))).toBe(failed);
  expect(serverProblemText(problemTitle({ state: 'restarting', attempt: 1, nextAt: 1, cause }))).toBe(restarting);
});
