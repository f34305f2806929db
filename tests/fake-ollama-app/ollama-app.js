#!/usr/bin/env node
// A fake of Ollama's desktop app as far as other servers notice it (app/server/server.go and server_unix.go of ollama/ollama): it
// runs the `ollama serve` beside it, restarts it a second after it exits, terminates other servers once when its own can't have the
// port, and stops its own on SIGTERM. As long as somebody else has the port, its own exits with 1 every second, which changes nothing
// anymore. The real one terminates every `ollama serve` it finds; this one only the pids in FAKE_APP_TERMINATES, because other tests
// run at the same time. It says on its output when its server exits.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';

const RESTART_DELAY_MS = 1000;

const program = join(dirname(process.argv[1] ?? ''), '..', 'Resources', 'ollama');
const others = (process.env.FAKE_APP_TERMINATES ?? '').split(',').filter(Boolean).map(Number);
let mayTerminateOthers = true;
let isQuitting = false;
let server = startServer();

function startServer() {
  const child = spawn(program, ['serve'], { stdio: 'ignore' });
  child.once('exit', (code) => {
    console.log(`exited ${code}`);
    if (isQuitting) process.exit(0);
    if (code === 1 && mayTerminateOthers) {
      mayTerminateOthers = false;
      for (const pid of others) process.kill(pid, 'SIGTERM');
    }
    setTimeout(() => {
      server = startServer();
    }, RESTART_DELAY_MS);
  });
  return child;
}

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    isQuitting = true;
    if (server.exitCode !== null || !server.kill('SIGINT')) process.exit(0);
  });
}
