/**
 * @import { App } from '../app.js'
 * @import { Exit } from '../types.ts'
 */
import { spawnRunner, waitUntilHealthy } from '../runner/spawn-runner.js';

/**
 * Ends the process the way a switch asks for. After a signal that is handled, it still runs for a moment.
 * @param {Exit} how
 */
export function exit({ code = 1, signal, message }) {
  if (message !== undefined) process.stderr.write(`${message}\n`);
  if (signal === undefined) process.exit(code);
  process.kill(process.pid, signal);
}

/**
 * A child that the server knows nothing of, as a crashed load would leave it.
 * @param {App} app
 */
export async function spawnStrayRunner(app) {
  const runner = await spawnRunner({ blob: '/dev/null', contextLength: 4096, parallel: 1 });
  await waitUntilHealthy(runner, new AbortController().signal);
  app.event('stray-runner', { runner: runner.child.pid });
}

/**
 * Never resolves: a request or a start that hangs.
 * @returns {Promise<never>}
 */
export function never() {
  return new Promise(() => undefined);
}
