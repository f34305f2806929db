import { spawn } from 'node:child_process';

/**
 * Nobody but us holds the other end of the pipe it reads from, so the end of that means that we are gone. Then it does what
 * we would have done: asks, waits up to 5 s, forces.
 */
const GUARD = `
read -r nothing
kill -s TERM -- "$1" 2>/dev/null
looks=0
while kill -s 0 -- "$1" 2>/dev/null; do
  [ "$looks" -ge 50 ] && kill -s KILL -- "$1" && exit
  looks=$((looks + 1))
  sleep 0.1
done`;

/**
 * Ends a process, or with a negative id its whole group, as soon as this process is gone, even where that was killed. Gives the
 * function that calls it off; it has to be called once the process has ended, because ids come back.
 */
export function killOnParentExit(id: number): () => void {
  // Apart from our group and terminal, which a signal may be meant for as a whole.
  const guard = spawn('/bin/sh', ['-c', GUARD, 'sh', String(id)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Where no process can be started any more, there is only the next start to find what was left.
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  return () => void guard.kill('SIGKILL');
}
