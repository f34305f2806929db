import type { ProcessInfo } from '../../os/process-info.ts';

/** The Ollama app's own process; its server and helpers have other paths in the same bundle. */
export function isOllamaApp({ args }: Pick<ProcessInfo, 'args'>): boolean {
  return /\/Ollama[^/]*\.app\/Contents\/MacOS\//.test(args);
}

/** The app, or an executable from its bundle. */
export function isOfOllamaApp({ args }: Pick<ProcessInfo, 'args'>): boolean {
  return /\/Ollama[^/]*\.app\/Contents\//.test(args);
}
