import { describe, expect, it } from 'vitest';
import { responseSpeed } from './response-speed.ts';

describe('the speed of a response', () => {
  const streamed = {
    status: 200,
    outcome: 'done',
    firstByteMs: 500,
    durationMs: 2_500,
    completionTokens: 100,
  } as const;
  it.each([
    ['a streamed response', {}, { firstTokenMs: 500, tokensPerSecond: 50 }],
    ['one sent as a whole', { durationMs: 505 }, { firstTokenMs: null, tokensPerSecond: null }],
    ['one of a single token', { completionTokens: 1 }, { firstTokenMs: 500, tokensPerSecond: null }],
    ['one without tokens', { completionTokens: null }, { firstTokenMs: null, tokensPerSecond: null }],
    [
      'one the client canceled',
      { outcome: 'canceled', completionTokens: null },
      { firstTokenMs: 500, tokensPerSecond: null },
    ],
    ['a failure', { status: 500 }, { firstTokenMs: null, tokensPerSecond: null }],
    ['one in progress', { outcome: 'running', durationMs: null }, { firstTokenMs: 500, tokensPerSecond: null }],
  ] as const)('of %s', (_, change, expected) => {
    expect(responseSpeed({ ...streamed, ...change })).toEqual(expected);
  });
});
