import { spawn } from 'node:child_process';
import type { Exit } from './server-cause.ts';

export interface LaunchOptions {
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** A file opened for appending: not a pipe, whose reader's death would take the server with it and orphan its runners. */
  readonly output: number;
}

export interface Launched {
  readonly pid: number;
  /** Resolves when the server itself is gone; its runners may still hold its output open. */
  readonly exited: Promise<Exit>;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** It was running already, started by an earlier host. */
  readonly adopted: boolean;
  /** Nobody waits for its end any more: a host that leaves it running must be able to end. Until then it keeps it alive. */
  detach(): void;
}

/**
 * Starts `ollama serve` as the leader of a process group of its own.
 * @throws the system's error when the program can't be started
 */
export function launch({ program, env, cwd, output }: LaunchOptions): Promise<Launched> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['serve'], { env, cwd, detached: true, stdio: ['ignore', output, output] });
    const exited = new Promise<Exit>((settle) => {
      child.once('exit', (code, signal) => settle({ code, signal }));
    });
    child.once('error', reject);
    child.once('spawn', () => {
      // A pid is always there once the child has been spawned; the type doesn't know.
      if (child.pid === undefined) reject(new Error('the system gave no process id'));
      else resolve({ pid: child.pid, exited, startedAt: Date.now(), adopted: false, detach: () => child.unref() });
    });
  });
}
