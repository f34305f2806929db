import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A program of the bench in a process of its own; it says one thing when it is ready, and one to each question. */
export interface Part {
  readonly pid: number;
  /** What it said when it was ready. */
  readonly ready: unknown;
  /** One question at a time. Rejects when the part ends instead of answering. */
  ask(question: object): Promise<unknown>;
  end(): Promise<void>;
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null): void => reject(new Error(`a part of the bench ended with ${code}`));
    child.once('exit', gone);
    child.once('message', (message: unknown) => {
      child.off('exit', gone);
      resolve(message);
    });
  });
}

/** Starts a part; it is told what it needs by its arguments. Rejects when it ends before it is ready. */
export async function forkPart(file: URL, args: readonly string[] = []): Promise<Part> {
  const child = fork(file, [...args], { execPath: process.execPath, execArgv: [] });
  const ready = await nextMessage(child);
  if (child.pid === undefined) throw new Error('a part of the bench has no process');
  return {
    pid: child.pid,
    ready,
    ask(question) {
      const answer = nextMessage(child);
      child.send(question);
      return answer;
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
