import type { ColoredLines, HighlightReply, HighlightRequest } from './highlight-protocol.ts';

/** Highlights code; `onLines` gets null for code that can't be highlighted. */
export type ColorCode = (grammar: string, code: string, onLines: (lines: ColoredLines | null) => void) => void;

/** The page's side of the highlight worker. */
export function createColorCode(worker: Worker): ColorCode {
  const pending = new Map<number, (lines: ColoredLines | null) => void>();
  const lastId = { value: 0 };
  worker.addEventListener('message', ({ data }: MessageEvent<HighlightReply>) => {
    const onLines = pending.get(data.id);
    pending.delete(data.id);
    onLines?.(data.lines);
  });
  return (grammar, code, onLines) => {
    lastId.value += 1;
    pending.set(lastId.value, onLines);
    const request: HighlightRequest = { id: lastId.value, grammar, code };
    worker.postMessage(request);
  };
}

export function createHighlightWorker(): Worker {
  return new Worker(new URL('./highlight-worker.ts', import.meta.url), { type: 'module', name: 'code' });
}
