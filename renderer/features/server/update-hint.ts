import type { ServerSlice } from '../../../contract/server.ts';

export interface UpdateHint {
  readonly hint: string;
  /** For a terminal; null where there is none. */
  readonly command: string | null;
}

const homebrew = { hint: 'Update it with Homebrew, then restart the server.', command: 'brew upgrade ollama' } as const;
const app = { hint: 'Update Ollama.app: its menu offers it, or download the newest one.', command: null } as const;
const download = { hint: 'Download the newest Ollama, then restart the server.', command: null } as const;

/** How the Ollama in use is updated, by who runs it and where its program is. `platform` is Node's name of the system. */
export function updateHint({ actual, program }: Pick<ServerSlice, 'actual' | 'program'>, platform: string): UpdateHint {
  if (actual.state === 'external') {
    if (actual.owner === 'homebrew')
      return { ...homebrew, command: 'brew upgrade ollama && brew services restart ollama' };
    if (actual.owner === 'ollamaApp') return app;
    return { hint: 'Update it where it was installed, and start it again.', command: null };
  }
  const path = program?.path ?? '';
  if (/\/Ollama[^/]*\.app\//.test(path)) return app;
  if (/\/(homebrew|Cellar|linuxbrew|usr\/local\/opt)\//.test(path)) return homebrew;
  return platform === 'linux'
    ? {
        hint: 'Run its installer again, then restart the server.',
        command: 'curl -fsSL https://ollama.com/install.sh | sh',
      }
    : download;
}
