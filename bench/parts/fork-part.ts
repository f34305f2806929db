import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A program of the bench in a process of its own; it sends one message when it is ready, and one in response to each message. */
export interface Part {
  readonly pid: number;
  /** The message it sent when it was ready. */
  readonly ready: unknown;
  /** One message at a time. Rejects when the part exits instead of responding. */
  request(message: object): Promise<unknown>;
  end(): Promise<void>;
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`a part of the bench exited with ${code}`));
    child.once('exit', onExit);
    child.once('message', (message: unknown) => {
      child.off('exit', onExit);
      resolve(message);
    });
  });
}

/** Starts a part. Rejects when it exits before it is ready. */
export async function forkPart(file: URL, args: readonly string[] = []): Promise<Part> {
  const child = fork(file, [...args], { execPath: process.execPath, execArgv: [] });
  const ready = await nextMessage(child);
  if (child.pid === undefined) throw new Error('a part of the bench has no process');
  return {
    pid: child.pid,
    ready,
    request(message) {
      const response = nextMessage(child);
      child.send(message);
      return response;
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
