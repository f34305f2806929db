import type { Settings } from '../../contract/settings.ts';

/** Ollama's default. */
const DEFAULT_PORT = 11_434;

/** `CORRAL_OLLAMA_PORT`; null when it isn't set or isn't a port. */
export function portFromEnvironment(env: NodeJS.ProcessEnv): number | null {
  const text = env.CORRAL_OLLAMA_PORT?.trim() ?? '';
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : null;
}

/** The server's port: from the environment, else the setting, else Ollama's default. */
export function serverPort(settings: Pick<Settings, 'port'>, env: NodeJS.ProcessEnv): number {
  return portFromEnvironment(env) ?? settings.port ?? DEFAULT_PORT;
}
