import { expect, test } from 'vitest';
import { mayOpenLink } from './open-link.ts';

test.each([
  ['https://ollama.com/download', true],
  ['http://localhost:11434/v1', true],
  ['http://[::1]:1/', true],
  ['http://example.com', false],
  ['https://user:pass@example.com', false],
  ['file:///etc/passwd', false],
  ['javascript:alert(1)', false],
  ['x-apple.systempreferences:com.apple.preference', false],
  ['not a link', false],
])('%s may be opened: %s', (url, expected) => {
  expect(mayOpenLink(url)).toBe(expected);
});
