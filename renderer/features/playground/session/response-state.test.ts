import { describe, expect, test } from 'vitest';
import type { Message } from '../../../../contract/conversations.ts';
import type { StreamEvent } from '../stream/stream-protocol.ts';
import { formatWait, responseStats } from '../tabs/response-stats.ts';
import { applyStreamEvent, emptyResponse, stoppedResponse, withInterruptedResponses } from './response-state.ts';

const timing = { firstMs: 400, lastMs: 2400, thinkingMs: null, pieces: 50 };
const start = emptyResponse('r', 'qwen3:8b', 1000);
function pieces(text: string, thinking = ''): StreamEvent {
  return { type: 'pieces', text, thinking, timing };
}
function play(events: readonly StreamEvent[]): Message {
  return events.reduce(applyStreamEvent, start);
}

describe('a response', () => {
  test('grows and completes with its statistics', () => {
    const usage = { promptTokens: 38, completionTokens: 101 };
    const response = play([pieces('Hel'), pieces('lo'), { type: 'end', finish: 'stop', usage, timing }]);
    expect(response).toMatchObject({ content: 'Hello', thinking: null, end: 'complete', error: null });
    expect(response.stats).toMatchObject({ firstTokenMs: 400, tokensPerSecond: 50, completionTokens: 101 });
  });

  test('keeps its reasoning separate', () => {
    expect(play([pieces('', 'Hm'), pieces('', 'm'), pieces('Yes')])).toMatchObject({ content: 'Yes', thinking: 'Hmm' });
  });

  test('that reached the token limit is marked', () => {
    expect(play([pieces('x'), { type: 'end', finish: 'length', usage: null, timing }]).end).toBe('length');
  });

  test('without a finish reason is interrupted, and so is one that loses its connection after some text', () => {
    expect(play([pieces('x'), { type: 'end', finish: null, usage: null, timing }]).end).toBe('interrupted');
    const failure = { status: null, code: null, message: 'network error' };
    expect(play([pieces('x'), { type: 'failed', failure, timing }])).toMatchObject({
      end: 'interrupted',
      content: 'x',
    });
  });

  test.each([
    ['x', ''],
    ['', 'x'],
  ])('that reports an error after %j and %j keeps both and has its reason', (text, thinking) => {
    const failure = { status: null, code: null, message: 'the runner has stopped' };
    expect(play([pieces(text, thinking), { type: 'failed', failure, timing }])).toMatchObject({
      content: text,
      thinking: thinking || null,
      end: 'interrupted',
      error: 'The response was interrupted: the runner has stopped.',
      failure: 'serverError',
    });
  });

  test('that failed before it began has the reason', () => {
    const failure = { status: 503, code: 'server_not_running', message: '…' };
    const response = play([{ type: 'failed', failure, timing }]);
    expect(response).toMatchObject({
      end: 'error',
      error: 'The server isn’t running.',
      failure: 'serverNotRunning',
    });
  });

  test('that is no longer generated after a reload is interrupted; finished ones and user messages stay unchanged', () => {
    const stopped = stoppedResponse(start);
    const message: Message = { ...start, id: 'm', role: 'user' };
    expect(withInterruptedResponses([message, stopped, start]).map(({ end }) => end)).toEqual([
      null,
      'stopped',
      'interrupted',
    ]);
  });
});

describe('its statistics', () => {
  test('count pieces without usage from the server; token counts are then unknown', () => {
    expect(responseStats(timing, null)).toMatchObject({ tokensPerSecond: 24.5, completionTokens: null });
  });

  test('have no speed for a single token', () => {
    const one = { firstMs: 5, lastMs: 5, thinkingMs: null, pieces: 1 };
    expect(responseStats(one, { promptTokens: 1, completionTokens: 1 }).tokensPerSecond).toBeNull();
  });

  test('format short and long waits', () => {
    expect([formatWait(84.2), formatWait(12_340)]).toEqual(['84 ms', '12.3 s']);
  });
});
