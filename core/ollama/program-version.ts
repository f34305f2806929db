import { execFile } from 'node:child_process';

/** `ollama --version` asks a server first and has no timeout of its own. */
const TIMEOUT_MS = 3_000;

/** Parses the output of `ollama --version`: the client's line, where there is one, is the executable's own version. */
export function parseProgramVersion(text: string): string | null {
  const client = /client version is (\S+)/.exec(text)?.[1];
  return client ?? /ollama version is (\S+)/.exec(text)?.[1] ?? null;
}

/**
 * The executable's own version. It is given a port on which no server can be, so that it doesn't report a server's. Resolves
 * when its process is gone, also when `signal` ends it early.
 */
export function programVersion(
  path: string,
  { env, signal }: { readonly env: Readonly<Record<string, string>>; readonly signal: AbortSignal },
): Promise<string | null> {
  return new Promise((resolve) => {
    const options = {
      timeout: TIMEOUT_MS,
      env: { ...env, OLLAMA_HOST: '127.0.0.1:1' },
      killSignal: 'SIGKILL' as const,
      signal,
    };
    const child = execFile(path, ['--version'], options, (_error, stdout, stderr) => {
      const finish = (): void => resolve(parseProgramVersion(stdout + stderr));
      const hasExited = child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
      if (hasExited) finish();
      else child.once('exit', finish);
    });
  });
}
