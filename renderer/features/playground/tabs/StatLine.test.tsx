import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { MessageStats } from '../../../../contract/conversations.ts';
import { StatLine } from './StatLine.tsx';

afterEach(cleanup);

function figures(stats: MessageStats | null): (string | null)[] {
  const { container } = render(<StatLine stats={stats} />);
  return [...container.querySelectorAll('footer > span')].map(({ textContent }) => textContent);
}

test('shows what is known of the last response', () => {
  expect(
    figures({ firstTokenMs: 400, tokensPerSecond: 50, promptTokens: 1038, completionTokens: 101, thinkingMs: null }),
  ).toEqual(['First token 0.40 s', '50.0 tokens/s', '1,038 prompt tokens', '101 completion tokens']);
  expect(figures({ firstTokenMs: null, tokensPerSecond: null, promptTokens: null, completionTokens: 1 })).toEqual([
    '1 completion token',
  ]);
});

test('says that there is no response yet', () => {
  expect(figures(null)).toEqual(['No response yet.']);
});
