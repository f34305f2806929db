import type { CodeHighlighterPlugin, HighlightResult } from 'streamdown';
import type { ColoredText, HighlightReply, HighlightRequest } from './highlight-protocol.ts';
import { grammarFor, knownLanguages } from './language-names.ts';

/** Finished blocks whose colours are kept, so that a conversation opened again is coloured at once. */
const keptResults = 200;

interface Known {
  readonly code: string;
  readonly lines: readonly (readonly ColoredText[])[];
}

/**
 * Streamdown's code plugin over a worker. While a block grows, the lines coloured last are shown at once with the
 * rest in plain, and the worker's answer follows.
 */
export function createCodeHighlighter(worker: Worker): CodeHighlighterPlugin {
  const waiting = new Map<number, (lines: HighlightReply['lines']) => void>();
  const finished = new Map<string, HighlightResult>();
  const latest = new Map<string, Known>();
  const lastId = { value: 0 };
  worker.addEventListener('message', ({ data }: MessageEvent<HighlightReply>) => {
    waiting.get(data.id)?.(data.lines);
    waiting.delete(data.id);
  });
  const ask = (grammar: string, code: string, onLines: (lines: HighlightReply['lines']) => void): void => {
    lastId.value += 1;
    waiting.set(lastId.value, onLines);
    const request: HighlightRequest = { id: lastId.value, grammar, code };
    worker.postMessage(request);
  };

  return {
    name: 'shiki',
    type: 'code-highlighter',
    getThemes: () => ['corral', 'corral'],
    getSupportedLanguages: knownLanguages,
    supportsLanguage: (language) => grammarFor(language) !== null,
    highlight({ code, language, isIncomplete = false }, onResult) {
      const grammar = grammarFor(language);
      if (grammar === null) return plainResult(code);
      const key = `${grammar}\n${code}`;
      const ready = finished.get(key);
      if (ready) return ready;
      ask(grammar, code, (lines) => {
        if (lines === null) return;
        latest.set(grammar, { code, lines });
        const result = toResult(lines);
        if (!isIncomplete) keep(finished, key, result);
        onResult?.(result);
      });
      return startOf(code, latest.get(grammar));
    },
  };
}

/** The code with the lines that are known in colour; the last known one may have grown since. */
function startOf(code: string, known: Known | undefined): HighlightResult {
  if (!known || !code.startsWith(known.code)) return plainResult(code);
  const colored = known.lines.slice(0, -1);
  const rest = code.split('\n').slice(colored.length);
  return toResult([...colored, ...rest.map((text): ColoredText[] => [{ text, color: null }])]);
}

function plainResult(code: string): HighlightResult {
  return toResult(code.split('\n').map((text): ColoredText[] => [{ text, color: null }]));
}

function toResult(lines: readonly (readonly ColoredText[])[]): HighlightResult {
  const tokens = lines.map((line) =>
    line.map(({ text, color }) => (color === null ? { content: text } : { content: text, color })),
  );
  return { tokens };
}

function keep(results: Map<string, HighlightResult>, key: string, result: HighlightResult): void {
  results.set(key, result);
  const oldest = results.keys().next();
  if (results.size > keptResults && !oldest.done) results.delete(oldest.value);
}

export function createHighlightWorker(): Worker {
  return new Worker(new URL('./highlight-worker.ts', import.meta.url), { type: 'module', name: 'code' });
}
