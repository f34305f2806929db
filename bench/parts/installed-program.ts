import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface InstalledProgram {
  readonly pid: number;
  end(): Promise<void>;
}

/** One that is a proxy. */
export interface ComparedProxy extends InstalledProgram {
  readonly url: string;
}

export interface ProgramOptions {
  /** A path, or a name that is looked for on PATH. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The user that runs it; this one by default. */
  readonly uid?: number;
  /** It is ready once it responds here, whatever it says. */
  readonly url: string;
}

/** Debian installs some programs in a folder that is only in root's PATH. Scripts for Node run with the Node of the bench. */
const PATH = `${dirname(process.execPath)}:${process.env.PATH}:/usr/sbin`;
const READY_POLL_MS = 20;

/**
 * Starts a program that isn't part of Corral and waits until it responds; null where it isn't installed.
 * @throws {Error} when it exits instead
 */
export async function startInstalled(options: ProgramOptions): Promise<InstalledProgram | null> {
  const { command, args, env, uid, url } = options;
  const child = spawn(command, args, {
    env: { PATH, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const hasExited = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const failed = once(child, 'error').then(([error]) => error);
  // A command that doesn't exist has no pid.
  if (child.pid === undefined) {
    const error: unknown = await failed;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  while (!(await responds(url))) {
    if (hasExited()) throw new Error(`${command} exited with ${child.exitCode ?? child.signalCode}`);
    await delay(READY_POLL_MS);
  }
  return {
    pid: child.pid,
    async end() {
      if (hasExited()) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function responds(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
