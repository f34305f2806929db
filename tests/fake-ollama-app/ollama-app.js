#!/usr/bin/env node
// A fake of Ollama's desktop app as far as other servers feel it (app/server/server.go and server_unix.go of ollama/ollama):
// it runs the `ollama serve` beside it, starts it again a second after it ended, ends other servers once when its own can't
// have the port, and stops its own on SIGTERM. The real one ends every `ollama serve` it finds; this one only the pids in
// FAKE_APP_ENDS, because other tests run at the same time.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';

const program = join(dirname(process.argv[1]), '..', 'Resources', 'ollama');
const others = (process.env.FAKE_APP_ENDS ?? '').split(',').filter(Boolean).map(Number);
let mayEndOthers = true;
let quitting = false;
let server;

function serve() {
  server = spawn(program, ['serve'], { stdio: 'ignore' });
  server.once('exit', (code) => {
    if (quitting) process.exit(0);
    if (code === 1 && mayEndOthers) {
      mayEndOthers = false;
      for (const pid of others) process.kill(pid, 'SIGTERM');
    }
    setTimeout(serve, 1000);
  });
}

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    quitting = true;
    if (server.exitCode !== null || !server.kill('SIGINT')) process.exit(0);
  });
}
serve();
