import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The path with the home folder in place of a leading `~`, as a shell and Finder's Go to Folder read it. Ollama would take
 * `~` for the name of a folder. Another user's home (`~name`) stays as it is.
 */
export function expandHome(path: string, home = homedir()): string {
  return path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path;
}
