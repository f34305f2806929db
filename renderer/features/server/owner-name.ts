import type { ServerCause, ServerOwner } from '../../../contract/server.ts';

/** Who runs a server that isn't ours, as it reads after "Started by". */
export const ownerName: Readonly<Record<ServerOwner, string>> = {
  ollamaApp: 'Ollama.app',
  homebrew: 'Homebrew',
  launchd: 'A launch agent',
  terminal: 'A terminal',
  unknown: 'Another program',
};

/** Whether the server ran and went down, or never came up: the two words the state `failed` has. */
export function failedTitle(kind: ServerCause['kind']): 'Keeps crashing' | 'Could not start' {
  return kind === 'exited' || kind === 'unresponsive' ? 'Keeps crashing' : 'Could not start';
}
