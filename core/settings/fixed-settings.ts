import { resolve } from 'node:path';
import type { FixedSettings } from '../../contract/settings.ts';
import { corralVariables } from '../environment/corral-variables.ts';
import { goBoolean, goValue } from '../environment/go-value.ts';

/** Ollama treats any text that isn't a boolean as true. */
function isFlagOn(value: string): boolean {
  const text = goValue(value);
  return text !== '' && (goBoolean(text) ?? true);
}

/** `OLLAMA_DEBUG` is a level too: whatever isn't a number or a boolean is 0, and what is negative logs less. */
function isDebugOn(value: string): boolean {
  const text = goValue(value);
  return goBoolean(text) ?? (/^\+?\d{1,18}$/.test(text) && Number(text) > 0);
}

/**
 * What the environment decides, whatever is stored. A server variable is overridden by its setting, except by the two that
 * leave it alone when they are off.
 * @param dataFolder the data folder in use, as an absolute path
 * @throws EnvironmentError when a variable of Corral has a value that can't be used
 */
export function fixedSettings(env: NodeJS.ProcessEnv, dataFolder: string): FixedSettings {
  const { dataDir, ollama, ollamaPort } = corralVariables(env);
  return {
    ...(ollamaPort !== null && { port: { variable: 'CORRAL_OLLAMA_PORT', value: ollamaPort } }),
    ...(ollama !== null && { ollamaPath: { variable: 'CORRAL_OLLAMA', value: ollama } }),
    // The command line takes precedence over the variable.
    ...(dataDir !== null &&
      resolve(dataDir) === dataFolder && { dataDir: { variable: 'CORRAL_DATA_DIR', value: dataFolder } }),
    ...(isFlagOn(env.OLLAMA_NO_CLOUD ?? '') && { cloudOff: { variable: 'OLLAMA_NO_CLOUD', value: true } }),
    ...(isDebugOn(env.OLLAMA_DEBUG ?? '') && { debug: { variable: 'OLLAMA_DEBUG', value: true } }),
  };
}
