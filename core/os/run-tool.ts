import { execFile } from 'node:child_process';

/** Milliseconds after which a system tool that hasn't answered is ended. */
const toolTimeoutMs = 3_000;

/**
 * Runs a system tool and gives what it printed, or null when it failed or took longer than 3 s. Its words are in English
 * and its times in UTC, whatever the person's language and wherever they travel, because they are parsed and compared.
 */
export function runTool(path: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string | null> {
  return new Promise((resolve) => {
    const options = {
      timeout: toolTimeoutMs,
      maxBuffer: 8 * 1024 * 1024,
      killSignal: 'SIGKILL' as const,
      env: { ...process.env, ...env, LC_ALL: 'C', TZ: 'UTC' },
    };
    execFile(path, [...args], options, (error, stdout) => resolve(error ? null : stdout));
  });
}
