import { execFile } from 'node:child_process';

/** Milliseconds; `ollama --version` asks a server first and has no limit of its own. */
const timeoutMs = 3_000;

/** Reads what `ollama --version` prints: the client's line, when there is one, is the executable's own version. */
export function parseProgramVersion(text: string): string | null {
  const client = /client version is (\S+)/.exec(text)?.[1];
  return client ?? /ollama version is (\S+)/.exec(text)?.[1] ?? null;
}

/** The executable's own version; it is sent to a port where no server can be, so that it doesn't report a server's. */
export function programVersion(path: string, env: Record<string, string>): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { timeout: timeoutMs, env: { ...env, OLLAMA_HOST: '127.0.0.1:1' }, killSignal: 'SIGKILL' as const };
    execFile(path, ['--version'], options, (_error, stdout, stderr) => resolve(parseProgramVersion(stdout + stderr)));
  });
}
