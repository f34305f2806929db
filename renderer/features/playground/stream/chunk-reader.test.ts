import { expect, test } from 'vitest';
import { type Chunk, emptyTally, readChunk } from './chunk-reader.ts';

function piece(delta: object, finish: string | null = null): Chunk {
  return { choices: [{ delta, finish_reason: finish }] };
}
const usage: Chunk = { choices: [], usage: { prompt_tokens: 26, completion_tokens: 3 } };

/** Reads chunks that arrive 10 ms apart. */
function read(chunks: readonly Chunk[]) {
  const seen = { tally: emptyTally, text: '', thinking: '' };
  for (const [index, chunk] of chunks.entries()) {
    const { tally, text, thinking } = readChunk(seen.tally, chunk, (index + 1) * 10);
    Object.assign(seen, { tally, text: seen.text + text, thinking: seen.thinking + thinking });
  }
  return seen;
}

test('the stream since 0.32.6: role once, a separate finish chunk, then usage', () => {
  const { tally, text } = read([
    piece({ role: 'assistant', content: 'Hel' }),
    piece({ content: 'lo' }),
    piece({}, 'stop'),
    usage,
  ]);
  expect(text).toBe('Hello');
  expect(tally.finish).toBe('stop');
  expect(tally.usage).toEqual({ promptTokens: 26, completionTokens: 3 });
  expect(tally.timing).toEqual({ firstMs: 10, lastMs: 20, thinkingMs: null, pieces: 2 });
});

test('the stream before 0.32.6: role in every chunk, the finish reason with empty content', () => {
  const { tally, text } = read([
    piece({ role: 'assistant', content: 'Hello' }),
    piece({ role: 'assistant', content: '' }, 'length'),
    usage,
  ]);
  expect(text).toBe('Hello');
  expect(tally.finish).toBe('length');
  expect(tally.timing.pieces).toBe(1);
});

test('an interrupted stream has no finish reason', () => {
  const { tally } = read([piece({ content: 'Hel' }), piece({ content: '' })]);
  expect(tally.finish).toBeNull();
  expect(tally.usage).toBeNull();
});

test('reasoning is kept separate, and its time ends with the first piece of the response', () => {
  const { tally, text, thinking } = read([
    piece({ role: 'assistant', content: '', reasoning: 'Hm' }),
    piece({ reasoning: ', well' }),
    piece({ content: 'Yes' }),
    piece({ content: '.' }),
    piece({}, 'stop'),
  ]);
  expect({ text, thinking }).toEqual({ text: 'Yes.', thinking: 'Hm, well' });
  expect(tally.timing).toEqual({ firstMs: 10, lastMs: 40, thinkingMs: 20, pieces: 4 });
});

test('a completion has its text in the choice, and zero usage in every chunk is ignored', () => {
  const zero = { prompt_tokens: 0, completion_tokens: 0 };
  const { tally, text } = read([
    { choices: [{ text: 'one', finish_reason: null }], usage: zero },
    { choices: [{ text: '', finish_reason: 'stop' }], usage: zero },
    { choices: [], usage: { prompt_tokens: 4, completion_tokens: 1 } },
  ]);
  expect(text).toBe('one');
  expect(tally.usage).toEqual({ promptTokens: 4, completionTokens: 1 });
});

test.each([
  ['Ollama and OpenRouter', { reasoning: 'Hm' }],
  ['vLLM, llama.cpp, and DeepSeek', { reasoning_content: 'Hm' }],
  ['Ollama’s own API', { thinking: 'Hm' }],
  ['a server that sends the same in two fields', { reasoning: 'Hm', reasoning_content: 'Hm' }],
  ['a null beside it', { reasoning: null, reasoning_content: 'Hm', content: null }],
  ['a list of parts', { reasoning: [{ type: 'text', text: 'H' }, { text: 'm' }] }],
])('reasoning as %s sends it counts as thinking', (_, delta) => {
  const { tally, text, thinking } = read([piece(delta), piece({ content: 'Yes' })]);
  expect({ text, thinking }).toEqual({ text: 'Yes', thinking: 'Hm' });
  expect(tally.timing).toMatchObject({ thinkingMs: 10, pieces: 2 });
});

test.each([
  [{}],
  [{ choices: null }],
  [{ choices: [null] }],
  [{ choices: [{ delta: null, finish_reason: null }] }],
  [{ choices: [{ delta: { content: 7, reasoning_content: {} }, finish_reason: 0 }], usage: { prompt_tokens: '3' } }],
  [{ choices: [], usage: { prompt_tokens: -1, completion_tokens: null } }],
])('nothing is read from %j', (chunk) => {
  const { tally, text, thinking } = readChunk(emptyTally, chunk, 10);
  expect({ tally, text, thinking }).toEqual({ tally: emptyTally, text: '', thinking: '' });
});

test('a whole response, as of a server that doesn’t stream, is read like a chunk', () => {
  const { tally, text, thinking } = read([
    { choices: [{ message: { content: 'Yes', reasoning_content: 'Hm' }, finish_reason: 'stop' }], usage: usage.usage },
  ]);
  expect({ text, thinking, finish: tally.finish }).toEqual({ text: 'Yes', thinking: 'Hm', finish: 'stop' });
  expect(tally.usage).toEqual({ promptTokens: 26, completionTokens: 3 });
});
