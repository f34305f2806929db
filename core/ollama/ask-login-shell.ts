import { type ChildProcess, spawn } from 'node:child_process';
import { userInfo } from 'node:os';

/** A slow startup file must not delay the server for longer. */
const SHELL_TIMEOUT_MS = 3_000;

/** Startup files may print anything before and after. An alias or a function isn't a path and doesn't match. */
const PATH_BETWEEN_MARKERS = /<corral>\n(?:(\/.*)\n)?[\s\S]*?<\/corral>/;
const COMMAND = 'echo "<corral>"; command -v ollama; echo "</corral>"';

function defaultShell(): string {
  try {
    return userInfo().shell || '/bin/sh';
  } catch {
    return '/bin/sh';
  }
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It exited just now.
  }
}

/**
 * Where the user's login shell finds `ollama`; null when it doesn't, or takes longer than 3 s, or than `signal` allows. An app that was started by the
 * Finder doesn't have the shell's PATH, so the shell itself is asked, as a login shell that reads its startup files.
 */
export function askLoginShell(env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<string | null> {
  if (signal?.aborted) return Promise.resolve(null);
  return new Promise((resolve) => {
    // In a session of its own an interactive shell can't take the terminal away from a headless host.
    const shell = spawn(env.SHELL || defaultShell(), ['-ilc', COMMAND], {
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    const timer = setTimeout(finish, SHELL_TIMEOUT_MS, null);
    const onAbort = (): void => finish(null);
    signal?.addEventListener('abort', onAbort, { once: true });
    function finish(path: string | null): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      shell.stdout.destroy();
      killGroup(shell);
      resolve(path);
    }
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const found = PATH_BETWEEN_MARKERS.exec(output);
      if (found) finish(found[1] || null);
    });
    shell.once('error', () => finish(null));
    shell.once('close', () => finish(null));
  });
}
