import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { serverPath } from './fake-path.ts';
import { ollamaPath } from './ollama-under-test.ts';

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A run of the executable: its output so far, and its exit. */
export interface OllamaProcess {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  stdout(): string;
  stderr(): string;
  /** Sends a signal to the process alone. */
  kill(signal: NodeJS.Signals): void;
  /** Kills the process and everything in its group. */
  killAll(): Promise<void>;
}

function collect(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has no members left.
  }
}

/** Runs the executable under test; of our environment it gets PATH only. */
export function runOllama(args: readonly string[], env: Readonly<Record<string, string>>): OllamaProcess {
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(ollamaPath(), args, {
    env: { PATH: serverPath, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${ollamaPath()} couldn't be started`);
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return {
    pid,
    exited,
    stdout: collect(child.stdout),
    stderr: collect(child.stderr),
    kill: (signal) => {
      child.kill(signal);
    },
    killAll: async () => {
      killGroup(pid);
      await exited;
      killGroup(pid);
    },
  };
}
