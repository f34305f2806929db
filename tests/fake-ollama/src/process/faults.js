import { runnerHealthy, spawnRunner } from '../runner/spawn-runner.js';

/** Ends the process the way a switch asks for: `{ code }` or `{ signal }`, with a last line on stderr if there is a `message`. */
export function die({ code = 1, signal, message }) {
  if (message !== undefined) process.stderr.write(`${message}\n`);
  if (signal === undefined) process.exit(code);
  process.kill(process.pid, signal);
}

/** A child that nothing of the server knows, as a crashed load would leave it. */
export async function spawnStray(app) {
  const runner = await spawnRunner({ blob: '/dev/null', contextLength: 4096, parallel: 1 });
  await runnerHealthy(runner, new AbortController().signal);
  app.event('stray-runner', { runner: runner.child.pid });
}

/** Never resolves: a request or a start that hangs. */
export const never = () => new Promise(() => undefined);
