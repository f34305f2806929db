import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** @typedef {Awaited<ReturnType<typeof spawnRunner>>} Runner */

const SCRIPT = fileURLToPath(new URL('./llama-server.js', import.meta.url));
const PROBE_INTERVAL_MS = 15;

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/**
 * Starts a runner in our own process group; its output goes through us to stderr, raw.
 * @param {{ readonly blob: string, readonly contextLength: number, readonly parallel: number }} options
 */
export async function spawnRunner({ blob, contextLength, parallel }) {
  const port = await freePort();
  const args = ['--model', blob, '--port', String(port), '--host', '127.0.0.1', '--no-webui', '--offline'];
  const size = ['-c', String(contextLength * parallel), '-np', String(parallel)];
  const child = spawn(process.execPath, [SCRIPT, ...args, ...size], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(process.stderr, { end: false });
  child.stderr.pipe(process.stderr, { end: false });
  /** @type {Promise<{ readonly code: number | null, readonly signal: string | null }>} */
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  return { child, port, exited, command: ['llama-server', ...args, ...size].join(' ') };
}

/**
 * Resolves when the runner responds; rejects when the signal fires.
 * @param {Runner} runner
 * @param {AbortSignal} signal
 */
export async function waitUntilHealthy({ port }, signal) {
  for (;;) {
    const isUp = await fetch(`http://127.0.0.1:${port}/health`, { signal }).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await wait(PROBE_INTERVAL_MS, undefined, { signal });
  }
}
