import type { ColoredLines, HighlightReply, HighlightRequest } from './highlight-protocol.ts';

/** Asks for the colours of some code; told null where it can't be coloured. */
export type ColorCode = (grammar: string, code: string, onLines: (lines: ColoredLines | null) => void) => void;

/** The page's end of the worker that colours code. */
export function createColorCode(worker: Worker): ColorCode {
  const waiting = new Map<number, (lines: ColoredLines | null) => void>();
  const lastId = { value: 0 };
  worker.addEventListener('message', ({ data }: MessageEvent<HighlightReply>) => {
    const onLines = waiting.get(data.id);
    waiting.delete(data.id);
    onLines?.(data.lines);
  });
  return (grammar, code, onLines) => {
    lastId.value += 1;
    waiting.set(lastId.value, onLines);
    const request: HighlightRequest = { id: lastId.value, grammar, code };
    worker.postMessage(request);
  };
}

export function createHighlightWorker(): Worker {
  return new Worker(new URL('./highlight-worker.ts', import.meta.url), { type: 'module', name: 'code' });
}
