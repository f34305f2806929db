import { execFile } from 'node:child_process';

/** Milliseconds; `ollama --version` asks a server first and has no limit of its own. */
const timeoutMs = 3_000;

/** Reads what `ollama --version` prints: the client's line, when there is one, is the executable's own version. */
export function parseProgramVersion(text: string): string | null {
  const client = /client version is (\S+)/.exec(text)?.[1];
  return client ?? /ollama version is (\S+)/.exec(text)?.[1] ?? null;
}

/**
 * The executable's own version; it is sent to a port where no server can be, so that it doesn't report a server's. Resolves
 * when its process is gone, also when `signal` ends it early.
 */
export function programVersion(
  path: string,
  env: Record<string, string>,
  signal?: AbortSignal,
): Promise<string | null> {
  return new Promise((resolve) => {
    const options = {
      timeout: timeoutMs,
      env: { ...env, OLLAMA_HOST: '127.0.0.1:1' },
      killSignal: 'SIGKILL' as const,
      ...(signal ? { signal } : {}),
    };
    const child = execFile(path, ['--version'], options, (_error, stdout, stderr) => {
      const tell = (): void => resolve(parseProgramVersion(stdout + stderr));
      const isOver = child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
      if (isOver) tell();
      else child.once('exit', tell);
    });
  });
}
