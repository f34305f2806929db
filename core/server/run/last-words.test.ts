import { expect, it } from 'vitest';
import { lastWords, ownWords, relevantLines } from './last-words.ts';

const log = 'time=2026-08-21T10:15:30.101Z level=INFO source=x.go:1 msg=x';
const oldLog = '2025/02/11 14:24:45 routes.go:1187: INFO server config env="map[]"';
const access = '[GIN] 2026/08/21 - 10:15:31 | 200 |      41.291µs |       127.0.0.1 | GET      "/api/version"';

it.each<[string, readonly string[], readonly string[] | null]>([
  ['a line of the log after them', ['panic: x', 'goroutine 1 [running]:', log], null],
  ['a line of an older log after them', ['panic: x', oldLog], null],
  ['a request after them', ['panic: x', access], null],
  ['nothing fatal', [log, 'raw'], null],
  [
    'a panic at the end',
    [log, 'panic: x', '\tpanic: y', 'goroutine 1 [running]:', 'main.main()'],
    ['panic: x', '\tpanic: y'],
  ],
  [
    'several lines of one crash',
    ['CUDA error: x', '  in y', 'SIGABRT: abort', 'PC=1', 'goroutine 0 [idle]:'],
    ['CUDA error: x', '  in y', 'SIGABRT: abort', 'PC=1'],
  ],
  [
    'a crash before another',
    ['panic: a', 'goroutine 1 [running]:', 'f()', 'panic: b', 'goroutine 1 [running]:'],
    ['panic: b'],
  ],
  ['an older log before them', [oldLog, 'Error: x'], ['Error: x']],
])('finds the last words: %s', (_what, lines, said) => {
  expect(lastWords(lines)?.said ?? null).toEqual(said);
});

it('keeps what a library complains of just before', () => {
  const lines = [log, 'llama_load: loading', 'gguf: failed to read magic', 'SIGSEGV: segmentation violation'];
  expect(lastWords(lines)?.before).toEqual(['gguf: failed to read magic']);
  expect(relevantLines(lines, true)).toEqual(lines.slice(2));
});

it('takes the last lines where there are no last words, and all of a run that never was ready', () => {
  const lines = Array.from({ length: 90 }, (_, index) => `line ${index}`);
  expect(relevantLines(lines, true)).toEqual(lines.slice(-40));
  expect(relevantLines(lines, false)).toEqual(lines);
});

it('prefers what Ollama says itself, without its period', () => {
  expect(ownWords({ said: ['fatal error: x', 'Error: no space left.'], before: [], stacks: [] })).toBe('no space left');
  expect(ownWords({ said: ['fatal error: x'], before: [], stacks: [] })).toBe('fatal error: x');
});
