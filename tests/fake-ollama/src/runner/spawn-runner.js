import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./llama-server.js', import.meta.url));
const PROBE_EVERY_MS = 15;

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts a runner in our own process group; its output goes through us to stderr, raw. */
export async function spawnRunner({ blob, contextLength, parallel }) {
  const port = await freePort();
  const args = ['--model', blob, '--port', String(port), '--host', '127.0.0.1', '--no-webui', '--offline'];
  const size = ['-c', String(contextLength * parallel), '-np', String(parallel)];
  const child = spawn(process.execPath, [SCRIPT, ...args, ...size], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(process.stderr, { end: false });
  child.stderr.pipe(process.stderr, { end: false });
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  return { child, port, exited, command: ['llama-server', ...args, ...size].join(' ') };
}

/** Resolves when the runner answers; rejects when the signal fires. */
export async function runnerHealthy({ port }, signal) {
  for (;;) {
    const up = await fetch(`http://127.0.0.1:${port}/health`, { signal }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (up) return;
    await wait(PROBE_EVERY_MS, undefined, { signal });
  }
}
