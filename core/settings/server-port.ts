import type { Settings } from '../../contract/settings.ts';

/** Ollama's own. */
const DEFAULT_PORT = 11_434;

/** The server's port: `CORRAL_OLLAMA_PORT`, then the setting, then Ollama's own. A variable that is no port is passed over. */
export const serverPort = (settings: Pick<Settings, 'port'>, env: NodeJS.ProcessEnv): number => {
  const text = env.CORRAL_OLLAMA_PORT?.trim() ?? '';
  const fromEnv = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return fromEnv >= 1 && fromEnv <= 65_535 ? fromEnv : (settings.port ?? DEFAULT_PORT);
};
