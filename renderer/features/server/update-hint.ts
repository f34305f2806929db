import type { MessageOf } from '../../../contract/derived/catalog/define-texts.ts';
import type { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import type { ServerSlice } from '../../../contract/server.ts';

export interface UpdateHint {
  readonly hint: MessageOf<typeof serverPageText>;
  /** For a terminal; null where there is none. */
  readonly command: string | null;
}

const APP: UpdateHint = { hint: { key: 'update.app' }, command: null };
const DOWNLOAD: UpdateHint = { hint: { key: 'update.download' }, command: null };

/** How the Ollama in use is updated, by who runs it and where its executable is. `platform` is Node's name of the system. */
export function updateHint({ actual, program }: Pick<ServerSlice, 'actual' | 'program'>, platform: string): UpdateHint {
  if (actual.state === 'external') {
    if (actual.owner === 'ollamaApp') return APP;
    if (actual.owner !== 'homebrew') return { hint: { key: 'update.external' }, command: null };
    return { hint: { key: 'update.homebrew' }, command: 'brew upgrade ollama && brew services restart ollama' };
  }
  const path = program?.path ?? '';
  if (/\/Ollama[^/]*\.app\//.test(path)) return APP;
  if (/\/(homebrew|Cellar|linuxbrew|usr\/local\/opt)\//.test(path)) {
    return { hint: { key: 'update.homebrew' }, command: 'brew upgrade ollama' };
  }
  if (platform !== 'linux') return DOWNLOAD;
  return { hint: { key: 'update.installer' }, command: 'curl -fsSL https://ollama.com/install.sh | sh' };
}
