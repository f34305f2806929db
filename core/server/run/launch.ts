import { spawn } from 'node:child_process';
import type { Exit } from './server-cause.ts';

export interface LaunchOptions {
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** A file opened for appending. A pipe whose reader dies would take the server with it and orphan its runners. */
  readonly output: number;
}

export interface Launched {
  readonly pid: number;
  /** Resolves when the server itself is gone; its runners may still hold its output open. */
  readonly exited: Promise<Exit>;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** It was already running, launched by an earlier host. */
  readonly adopted: boolean;
  /** Stops waiting for its exit, which otherwise keeps this process alive: a host that leaves it running must be able to exit. */
  detach(): void;
}

/**
 * Launches `ollama serve` as the leader of a process group of its own.
 * @throws the system's error when the executable can't be started
 */
export function launch({ program, env, cwd, output }: LaunchOptions): Promise<Launched> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['serve'], { env, cwd, detached: true, stdio: ['ignore', output, output] });
    const exited = new Promise<Exit>((settle) => {
      child.once('exit', (code, signal) => settle({ code, signal }));
    });
    child.once('error', reject);
    child.once('spawn', () => {
      // A spawned child always has a pid; the type doesn't say so.
      if (child.pid === undefined) reject(new Error('the system returned no process ID'));
      else resolve({ pid: child.pid, exited, startedAt: Date.now(), adopted: false, detach: () => child.unref() });
    });
  });
}
