import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Keeps the computer from sleeping through one of the system's own tools. */
export interface SleepInhibitor {
  /** Whether this computer has such a tool. */
  readonly available: boolean;
  /** Keeps it awake until this is called with false, or this process is gone, for whatever reason. */
  setActive(on: boolean): void;
}

export interface SleepInhibitorOptions {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Shown by the system's list of inhibitors. */
  readonly reason: string;
  readonly caffeinate?: string;
  /** Exists while systemd runs the system; without it systemd's tools can't do anything. Source: sd_booted(3). */
  readonly systemdFolder?: string;
}

interface Command {
  readonly path: string;
  readonly args: readonly string[];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function macCommand({ caffeinate = '/usr/bin/caffeinate' }: SleepInhibitorOptions): Command | null {
  // With -w it exits when this process does, even where that couldn't end it.
  return isExecutable(caffeinate) ? { path: caffeinate, args: ['-i', '-w', String(process.pid)] } : null;
}

function linuxCommand({ env, reason, systemdFolder = '/run/systemd/system' }: SleepInhibitorOptions): Command | null {
  const folders = (env.PATH ?? '').split(delimiter).filter(isAbsolute);
  const path = folders.map((folder) => join(folder, 'systemd-inhibit')).find(isExecutable);
  if (path === undefined || !existsSync(systemdFolder)) return null;
  // `cat` runs as long as its input is open, which is ours: it exits with us, even when we are killed.
  return { path, args: ['--what=sleep', '--who=Corral', `--why=${reason}`, '--mode=block', 'cat'] };
}

function inhibitorCommand(options: SleepInhibitorOptions): Command | null {
  if (options.platform === 'darwin') return macCommand(options);
  return options.platform === 'linux' ? linuxCommand(options) : null;
}

/** For a host without a desktop: `caffeinate` on macOS, `systemd-inhibit` on Linux. */
export function createSleepInhibitor(options: SleepInhibitorOptions): SleepInhibitor {
  const command = inhibitorCommand(options);
  let child: ChildProcess | null = null;

  const start = ({ path, args }: Command) => {
    const started = spawn(path, args, { env: options.env, stdio: ['pipe', 'ignore', 'ignore'] });
    started.unref();
    const forget = () => {
      if (child === started) child = null;
    };
    // The system may refuse, such as to a service without a session; then the computer sleeps as it would without us.
    started.once('error', forget).once('exit', forget);
    started.stdin.on('error', () => undefined);
    child = started;
  };
  const stop = () => {
    child?.stdin?.end();
    child?.kill('SIGTERM');
    child = null;
  };

  return {
    available: command !== null,
    setActive(on) {
      if (!on) stop();
      else if (command !== null && child === null) start(command);
    },
  };
}
