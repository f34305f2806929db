import { execFile } from 'node:child_process';

const TIMEOUT_MS = 3_000;
const MAX_OUTPUT_BYTES = 8 * 1024 * 1024;

/**
 * Runs a system tool and gives its output, or null when it failed or took longer than 3 s. The output is in English with
 * times in UTC, whatever the user's language and time zone, because it is parsed and compared.
 */
export function runTool(path: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string | null> {
  return new Promise((resolve) => {
    const options = {
      timeout: TIMEOUT_MS,
      maxBuffer: MAX_OUTPUT_BYTES,
      killSignal: 'SIGKILL' as const,
      env: { ...process.env, ...env, LC_ALL: 'C', TZ: 'UTC' },
    };
    execFile(path, [...args], options, (error, stdout) => resolve(error ? null : stdout));
  });
}
