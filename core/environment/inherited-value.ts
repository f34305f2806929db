import { join, resolve } from 'node:path';
import { goValue } from './go-value.ts';
import { homeFolder } from './home-folder.ts';
import { isFatalOrigin } from './origin-rules.ts';

/** The server reserves memory for each place as it starts, and dies where that doesn't suffice. */
export const MAX_QUEUE_PLACES = 10_000_000;

/** A home folder that no shell expanded: launchd, systemd, and quotation marks leave it as it is. */
const HOME_PREFIX = /^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/;

/** A path with the home folder in place of what a shell would have expanded; null when there is nothing to expand. */
export function expandedPath(path: string, home: string): string | null {
  return HOME_PREFIX.test(path) ? join(home, path.replace(HOME_PREFIX, '')) : null;
}

function passedOrigins(value: string): string | null {
  const elements = goValue(value).split(',');
  const passed = elements.filter((element) => !isFatalOrigin(element));
  if (passed.length === elements.length) return value;
  return passed.length > 0 ? passed.join(',') : null;
}

/**
 * What the server gets of an inherited variable; null for one that isn't passed on. As it is, except for what would end the server
 * as it starts, and for a models folder below a home folder that no shell expanded: the server would create one named `~`.
 */
export function inheritedValue(name: string, value: string, home: string): string | null {
  const text = goValue(value);
  if (text === '') return value;
  switch (name) {
    case 'OLLAMA_ORIGINS':
      return passedOrigins(value);
    case 'OLLAMA_MODELS':
      return expandedPath(text, home) ?? value;
    case 'OLLAMA_MAX_QUEUE':
      return /^\d+$/.test(text) && Number(text) > MAX_QUEUE_PLACES ? null : value;
    default:
      return value;
  }
}

export interface ModelsFolderFacts {
  /** The setting; null leaves it to the environment. */
  readonly setting: string | null;
  readonly env: NodeJS.ProcessEnv;
  /** The folder that the server runs in. */
  readonly serverFolder: string;
}

/** Where the server keeps its models, as an absolute path: the setting, else the inherited variable, else Ollama's default. */
export function serverModelsFolder({ setting, env, serverFolder }: ModelsFolderFacts): string {
  const home = homeFolder(env);
  const value = setting ?? inheritedValue('OLLAMA_MODELS', env.OLLAMA_MODELS ?? '', home) ?? '';
  return resolve(serverFolder, goValue(value) || join(home, '.ollama', 'models'));
}
