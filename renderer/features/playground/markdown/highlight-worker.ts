import { createHighlighterCore, type HighlighterCore, type ThemedToken } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { codeTheme, plainColor } from './code-theme.ts';
import type { ColoredText, HighlightReply, HighlightRequest } from './highlight-protocol.ts';
import { languageLoaders } from './languages.ts';

/** Colours code away from the page's thread; the engine in JavaScript needs no WebAssembly from the CSP. */
const starting = createHighlighterCore({ themes: [codeTheme], langs: [], engine: createJavaScriptRegexEngine() });
const loaded = new Map<string, Promise<void>>();

function load(highlighter: HighlighterCore, grammar: string): Promise<void> {
  const loader = languageLoaders[grammar];
  if (!loader) return Promise.reject(new Error(`no grammar for ${grammar}`));
  const loading = loaded.get(grammar) ?? loader().then((module) => highlighter.loadLanguage([...module.default]));
  loaded.set(grammar, loading);
  return loading;
}

async function highlight({ id, grammar, code }: HighlightRequest): Promise<HighlightReply> {
  try {
    const highlighter = await starting;
    await load(highlighter, grammar);
    const { tokens } = highlighter.codeToTokens(code, { lang: grammar, theme: codeTheme.name ?? '' });
    return { id, lines: tokens.map(joinRuns) };
  } catch {
    return { id, lines: null };
  }
}

/** Neighbours of one colour become one run: fewer elements to draw. */
function joinRuns(tokens: readonly ThemedToken[]): ColoredText[] {
  const runs: ColoredText[] = [];
  for (const { content, color } of tokens) {
    const own = color === undefined || color === plainColor() ? null : color;
    const last = runs.at(-1);
    if (last && (last.color === own || content.trim() === '')) {
      runs[runs.length - 1] = { text: last.text + content, color: last.color };
    } else runs.push({ text: content, color: own });
  }
  return runs;
}

addEventListener('message', ({ data }: MessageEvent<HighlightRequest>) => {
  void highlight(data).then((reply) => postMessage(reply));
});
