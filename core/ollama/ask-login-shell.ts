import { type ChildProcess, spawn } from 'node:child_process';
import { userInfo } from 'node:os';

/** Milliseconds a login shell may take; a slow start-up file must not hold the server up for longer. */
const shellTimeoutMs = 3_000;

/** What start-up files print stands around it. An alias or a function isn't a path and doesn't match. */
const answer = /<corral>\n(?:(\/.*)\n)?[\s\S]*?<\/corral>/;
const question = 'echo "<corral>"; command -v ollama; echo "</corral>"';

function defaultShell(): string {
  try {
    return userInfo().shell || '/bin/sh';
  } catch {
    return '/bin/sh';
  }
}

function endGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It went in this moment.
  }
}

/**
 * Where the person's login shell finds `ollama`; null when it doesn't, or takes longer than 3 s. A Finder-started app
 * doesn't have the shell's PATH, so the shell itself is asked, as a login one reads its files.
 */
export function askLoginShell(env: NodeJS.ProcessEnv): Promise<string | null> {
  return new Promise((resolve) => {
    // In a session of its own an interactive shell can't take the terminal away from a headless host.
    const shell = spawn(env.SHELL || defaultShell(), ['-ilc', question], {
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let printed = '';
    const finish = (path: string | null): void => {
      clearTimeout(timer);
      shell.stdout.destroy();
      endGroup(shell);
      resolve(path);
    };
    const timer = setTimeout(finish, shellTimeoutMs, null);
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const found = answer.exec(printed);
      if (found) finish(found[1] || null);
    });
    shell.once('error', () => finish(null));
    shell.once('close', () => finish(null));
  });
}
