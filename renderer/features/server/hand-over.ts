import type { ServerOwner } from '../../../contract/server.ts';

/** How the person ends a server that Corral didn't start; `command` is for a terminal. */
export function handOver(
  owner: ServerOwner,
  pid: number | null,
): { readonly hint: string; readonly command: string | null } {
  switch (owner) {
    case 'ollamaApp':
      return { hint: 'Quit Ollama in the menu bar.', command: null };
    case 'homebrew':
      return { hint: 'Stop Homebrew’s service.', command: 'brew services stop ollama' };
    case 'launchd':
      return { hint: 'Turn off the launch agent that starts it.', command: null };
    case 'terminal':
      return { hint: 'Press Control-C in the terminal where it runs.', command: null };
    case 'unknown':
      return { hint: 'End it where it was started.', command: pid === null ? null : `kill ${pid}` };
  }
}
