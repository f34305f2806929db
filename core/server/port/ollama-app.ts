import type { ProcessInfo } from '../../os/process-info.ts';

/** Ollama.app's own process; its server and its helpers have other paths in the same bundle. */
export function isOllamaApp({ args }: Pick<ProcessInfo, 'args'>): boolean {
  return /\/Ollama[^/]*\.app\/Contents\/MacOS\//.test(args);
}

/** The app, or a program that it brought along. */
export function isOfOllamaApp({ args }: Pick<ProcessInfo, 'args'>): boolean {
  return /\/Ollama[^/]*\.app\/Contents\//.test(args);
}
