import { execFile } from 'node:child_process';

const TIMEOUT_MS = 3_000;
const MAX_OUTPUT_BYTES = 8 * 1024 * 1024;

/** What a tool wrote, whatever its exit code. */
export interface ToolOutput {
  readonly succeeded: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a system tool as `runTool` does, and gives what it wrote even when it failed. */
export function readTool(path: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<ToolOutput> {
  return new Promise((resolve) => {
    const options = {
      timeout: TIMEOUT_MS,
      maxBuffer: MAX_OUTPUT_BYTES,
      killSignal: 'SIGKILL' as const,
      env: { ...process.env, ...env, LC_ALL: 'C', TZ: 'UTC' },
    };
    execFile(path, [...args], options, (error, stdout, stderr) => resolve({ succeeded: !error, stdout, stderr }));
  });
}

/**
 * Runs a system tool and gives its output, or null when it failed or took longer than 3 s. The output is in English with
 * times in UTC, whatever the user's language and time zone, because it is parsed and compared.
 */
export async function runTool(
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string | null> {
  const { succeeded, stdout } = await readTool(path, args, env);
  return succeeded ? stdout : null;
}
