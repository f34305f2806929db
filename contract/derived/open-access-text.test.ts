import { expect, it } from 'vitest';
import { openDirectText } from './open-access-text.ts';

it.each([
  [{ reach: 'localNetwork' }, /^All apps, also those on this Mac, then connect to Ollama directly/],
  [{ reach: 'tailscale' }, /^Other devices then connect to Ollama directly/],
])('opening to %j, says who then connects to Ollama directly', (data, text) => {
  expect(openDirectText(data)).toMatch(text);
});
