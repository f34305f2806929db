import type { Settings } from '../../contract/settings.ts';
import { corralVariables } from '../environment/corral-variables.ts';

/** Ollama's default. */
const DEFAULT_PORT = 11_434;

/**
 * The server's port: from the environment, else the setting, else Ollama's default.
 * @throws EnvironmentError when the environment's isn't a port
 */
export function serverPort(settings: Pick<Settings, 'port'>, env: NodeJS.ProcessEnv): number {
  return corralVariables(env).ollamaPort ?? settings.port ?? DEFAULT_PORT;
}
