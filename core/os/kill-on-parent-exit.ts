import { spawn } from 'node:child_process';

/**
 * Only this process holds the other end of the pipe it reads from, so that the end of input means that this process is gone.
 * Then it does what we would have done: SIGTERM, and SIGKILL after 5 s.
 */
const GUARD = `
read -r nothing
kill -s TERM -- "$1" 2>/dev/null
checks=0
while kill -s 0 -- "$1" 2>/dev/null; do
  [ "$checks" -ge 50 ] && kill -s KILL -- "$1" && exit
  checks=$((checks + 1))
  sleep 0.1
done`;

/**
 * Ends a process, or with a negative ID its whole group, as soon as this process is gone, even when it is killed. Gives the
 * function that cancels this, which has to be called once the process has exited, because IDs are reused.
 */
export function killOnParentExit(id: number): () => void {
  // Not in our group and terminal, which a signal may be meant for as a whole.
  const guard = spawn('/bin/sh', ['-c', GUARD, 'sh', String(id)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Where no process can be started, the next start finds what was left.
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  return () => void guard.kill('SIGKILL');
}
