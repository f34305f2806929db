import { createHighlighterCore, type HighlighterCore, type LanguageRegistration, type ThemedToken } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { codeTheme, plainColor } from './code-theme.ts';
import type { ColoredText, HighlightReply, HighlightRequest } from './highlight-protocol.ts';

type GrammarLoader = () => Promise<{ readonly default: readonly LanguageRegistration[] }>;

/** The languages that models write most; each grammar is a chunk of its own, loaded when it is first needed. */
const grammarLoaders: Readonly<Record<string, GrammarLoader>> = {
  bash: () => import('shiki/langs/bash.mjs'),
  c: () => import('shiki/langs/c.mjs'),
  cpp: () => import('shiki/langs/cpp.mjs'),
  csharp: () => import('shiki/langs/csharp.mjs'),
  css: () => import('shiki/langs/css.mjs'),
  diff: () => import('shiki/langs/diff.mjs'),
  go: () => import('shiki/langs/go.mjs'),
  html: () => import('shiki/langs/html.mjs'),
  java: () => import('shiki/langs/java.mjs'),
  json: () => import('shiki/langs/json.mjs'),
  python: () => import('shiki/langs/python.mjs'),
  rust: () => import('shiki/langs/rust.mjs'),
  sql: () => import('shiki/langs/sql.mjs'),
  swift: () => import('shiki/langs/swift.mjs'),
  tsx: () => import('shiki/langs/tsx.mjs'),
  yaml: () => import('shiki/langs/yaml.mjs'),
};

/** Off the page's main thread. The JavaScript engine needs no WebAssembly, which the page's CSP doesn't allow. */
const starting = createHighlighterCore({ themes: [codeTheme], langs: [], engine: createJavaScriptRegexEngine() });
const loadedGrammars = new Map<string, Promise<void>>();

function loadGrammar(highlighter: HighlighterCore, grammar: string): Promise<void> {
  const loader = grammarLoaders[grammar];
  if (!loader) return Promise.reject(new Error(`no grammar for ${grammar}`));
  const loading =
    loadedGrammars.get(grammar) ?? loader().then((module) => highlighter.loadLanguage([...module.default]));
  loadedGrammars.set(grammar, loading);
  return loading;
}

async function highlight({ id, grammar, code }: HighlightRequest): Promise<HighlightReply> {
  try {
    const highlighter = await starting;
    await loadGrammar(highlighter, grammar);
    const { tokens } = highlighter.codeToTokens(code, { lang: grammar, theme: codeTheme.name ?? '' });
    return { id, lines: tokens.map(mergeRuns) };
  } catch {
    return { id, lines: null };
  }
}

/** Merges adjacent tokens of the same color, so that the page renders fewer elements. */
function mergeRuns(tokens: readonly ThemedToken[]): ColoredText[] {
  const runs: ColoredText[] = [];
  for (const { content, color: tokenColor } of tokens) {
    const color = tokenColor === undefined || tokenColor === plainColor() ? null : tokenColor;
    const last = runs.at(-1);
    if (last && (last.color === color || content.trim() === '')) {
      runs[runs.length - 1] = { text: last.text + content, color: last.color };
    } else runs.push({ text: content, color });
  }
  return runs;
}

addEventListener('message', ({ data }: MessageEvent<HighlightRequest>) => {
  void highlight(data).then((reply) => postMessage(reply));
});
