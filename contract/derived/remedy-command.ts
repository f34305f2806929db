/** Where Ollama keeps the key with which it identifies itself (cmd/cmd.go), as a shell takes it. */
const DEFAULT_KEY = '~/.ollama/id_ed25519';

/** What belongs to the system: no command of ours hands a part of it to a user. */
const SYSTEM_FOLDERS =
  /^\/(?:System|Library|Applications|usr|etc|bin|sbin|lib\w*|var|opt|dev|proc|sys|boot|nix|run|cores|private\/(?:etc|var))(?:\/|$)/;

/** As a POSIX shell takes it for one word. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A path that may be put into a command: absolute, of one line, without control characters. */
function isPlainPath(path: string): boolean {
  return /^\/[^\p{Cc}]+$/u.test(path);
}

/** The folder of Ollama that a path is in: `.ollama`, or the models folder that holds `blobs` and `manifests`. */
function ollamaFolder(path: string): string {
  const home = /^.*?\/\.ollama(?=\/|$)/.exec(path)?.[0];
  return home ?? path.replace(/\/(?:blobs|manifests)(?:\/.*)?$/, '');
}

/** The command that makes this user the owner of Ollama's folder; null where the path is none to do that with. */
export function ownFolderCommand(path: string): string | null {
  const folder = ollamaFolder(path);
  if (!isPlainPath(folder) || SYSTEM_FOLDERS.test(folder) || !/^\/[^/]+\/[^/]/.test(folder)) return null;
  const word = shellWord(folder);
  return `sudo mkdir -p ${word} && sudo chown -R "$(id -un)" ${word}`;
}

/** The commands that make Ollama's key readable to this user, and that put it aside, so that Ollama creates another one. */
export function keyCommands(path: string | null): { readonly own: string; readonly putAside: string } {
  const isKey = path !== null && isPlainPath(path) && /\/id_ed25519$/.test(path);
  const key = isKey ? shellWord(path) : DEFAULT_KEY;
  const aside = isKey ? shellWord(`${path}.old`) : `${DEFAULT_KEY}.old`;
  return { own: `sudo chown "$(id -un)" ${key} && chmod 600 ${key}`, putAside: `mv ${key} ${aside}` };
}
