import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Keeps the machine from sleeping by a program of the system's. */
export interface AwakeKeeper {
  /** Whether this machine has such a program. */
  readonly available: boolean;
  /** Keeps it awake until it is called with false, or this process is gone, however it went. */
  keep(on: boolean): void;
}

export interface AwakeKeeperOptions {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly caffeinate?: string;
  /** There while systemd runs the machine; without it its programs can't do anything. Source: sd_booted(3). */
  readonly systemdFolder?: string;
}

interface Command {
  readonly path: string;
  readonly args: readonly string[];
}

const why = 'An answer or a download is under way';

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onMac(path: string): Command | null {
  // Its own death watch ends it where ours doesn't come to it.
  return isExecutable(path) ? { path, args: ['-i', '-w', String(process.pid)] } : null;
}

function onLinux({ PATH = '' }: NodeJS.ProcessEnv, systemdFolder: string): Command | null {
  const folders = PATH.split(delimiter).filter(isAbsolute);
  const path = folders.map((folder) => join(folder, 'systemd-inhibit')).find(isExecutable);
  if (path === undefined || !existsSync(systemdFolder)) return null;
  // `cat` lasts as long as its input, which is ours: it ends with us, even where we are killed.
  return { path, args: ['--what=sleep', '--who=Corral', `--why=${why}`, '--mode=block', 'cat'] };
}

function awakeCommand(options: AwakeKeeperOptions): Command | null {
  const { platform, env, caffeinate = '/usr/bin/caffeinate', systemdFolder = '/run/systemd/system' } = options;
  if (platform === 'darwin') return onMac(caffeinate);
  return platform === 'linux' ? onLinux(env, systemdFolder) : null;
}

/** For a host without a desktop: `caffeinate` on macOS, `systemd-inhibit` on Linux. */
export function createAwakeKeeper(options: AwakeKeeperOptions): AwakeKeeper {
  const command = awakeCommand(options);
  let child: ChildProcess | null = null;

  const begin = ({ path, args }: Command) => {
    const started = spawn(path, args, { env: options.env, stdio: ['pipe', 'ignore', 'ignore'] });
    started.unref();
    const forget = () => {
      if (child === started) child = null;
    };
    // The system may refuse, to a service without a session for one; then the machine sleeps as it would without us.
    started.once('error', forget).once('exit', forget);
    started.stdin.on('error', () => undefined);
    child = started;
  };
  const end = () => {
    child?.stdin?.end();
    child?.kill('SIGTERM');
    child = null;
  };

  return {
    available: command !== null,
    keep(on) {
      if (!on) end();
      else if (command !== null && child === null) begin(command);
    },
  };
}
