import { describe, expect, test } from 'vitest';
import type { Message } from '../../../../contract/conversations.ts';
import type { StreamEvent } from '../stream/stream-protocol.ts';
import { applyStreamEvent, emptyAnswer, settleAnswers, stopAnswer } from './response-state.ts';
import { answerStats, formatWait, statFigures } from './response-stats.ts';

const timing = { firstMs: 400, lastMs: 2400, thinkingMs: null, pieces: 50 };
const start = emptyAnswer('a', 'qwen3:8b', 1000);
function pieces(text: string, thinking = ''): StreamEvent {
  return { type: 'pieces', text, thinking, timing };
}
function play(events: readonly StreamEvent[]): Message {
  return events.reduce(applyStreamEvent, start);
}

describe('an answer', () => {
  test('grows and completes with its figures', () => {
    const usage = { promptTokens: 38, completionTokens: 101 };
    const answer = play([pieces('Hel'), pieces('lo'), { type: 'end', finish: 'stop', usage, timing }]);
    expect(answer).toMatchObject({ content: 'Hello', thinking: null, end: 'complete', error: null });
    expect(answer.stats).toMatchObject({ firstTokenMs: 400, tokensPerSecond: 50, completionTokens: 101 });
  });

  test('keeps its reasoning apart', () => {
    expect(play([pieces('', 'Hm'), pieces('', 'm'), pieces('Yes')])).toMatchObject({ content: 'Yes', thinking: 'Hmm' });
  });

  test('that ended at the token limit says so', () => {
    expect(play([pieces('x'), { type: 'end', finish: 'length', usage: null, timing }]).end).toBe('length');
  });

  test('without a finish is interrupted, and so is one whose connection broke after some text', () => {
    expect(play([pieces('x'), { type: 'end', finish: null, usage: null, timing }]).end).toBe('interrupted');
    const failure = { status: null, code: null, message: 'network error' };
    expect(play([pieces('x'), { type: 'failed', failure, timing }])).toMatchObject({
      end: 'interrupted',
      content: 'x',
    });
  });

  test('that failed before it began carries the reason', () => {
    const failure = { status: 503, code: 'server_not_running', message: '…' };
    const answer = play([{ type: 'failed', failure, timing }]);
    expect(answer).toMatchObject({ end: 'error', error: 'The server is not running.' });
  });

  test('that nobody writes any more, after a reload, is interrupted; finished ones and questions stay as they are', () => {
    const done = stopAnswer(start);
    const question: Message = { ...start, id: 'q', role: 'user' };
    expect(settleAnswers([question, done, start]).map(({ end }) => end)).toEqual([null, 'stopped', 'interrupted']);
  });
});

describe('its figures', () => {
  test('count pieces where the server gave no usage, and say no token counts then', () => {
    expect(answerStats(timing, null)).toMatchObject({ tokensPerSecond: 24.5, completionTokens: null });
  });

  test('give no speed for a single token', () => {
    const one = { firstMs: 5, lastMs: 5, thinkingMs: null, pieces: 1 };
    expect(answerStats(one, { promptTokens: 1, completionTokens: 1 }).tokensPerSecond).toBeNull();
  });

  test('are shown in words, and left out where unknown', () => {
    const shown = statFigures(answerStats(timing, { promptTokens: 1038, completionTokens: 101 }));
    expect(shown.map(({ before, value, after }) => `${before} ${value} ${after}`.trim())).toEqual([
      'First token 0.40 s',
      '50.0 tokens/s',
      '1,038 prompt tokens',
      '101 completion tokens',
    ]);
    expect(statFigures(null)).toEqual([]);
    expect([formatWait(84.2), formatWait(12_340)]).toEqual(['84 ms', '12.3 s']);
  });
});
