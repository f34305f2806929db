import type { Settings } from '../../contract/settings.ts';

/** Ollama's own. */
const DEFAULT_PORT = 11_434;

/** `CORRAL_OLLAMA_PORT`; null where it isn't set or is no port, which is passed over. */
export function portFromEnvironment(env: NodeJS.ProcessEnv): number | null {
  const text = env.CORRAL_OLLAMA_PORT?.trim() ?? '';
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : null;
}

/** The server's port: the environment's, then the setting, then Ollama's own. */
export function serverPort(settings: Pick<Settings, 'port'>, env: NodeJS.ProcessEnv): number {
  return portFromEnvironment(env) ?? settings.port ?? DEFAULT_PORT;
}
