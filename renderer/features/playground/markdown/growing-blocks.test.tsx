import { cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { MarkdownText } from './MarkdownText.tsx';
import { markdownTexts } from './testing/markdown-texts-fixture.ts';

/** More than 2,000 for all texts. */
const CUTS_PER_TEXT = 60;

afterEach(cleanup);

/** Without white space, which differs between a paragraph that continues and one that ended. */
function visibleText(container: HTMLElement): string {
  return (container.textContent ?? '').replace(/\s+/g, '');
}

/** The same cuts in each run, spread over the text. */
function cutsOf(text: string): number[] {
  const cuts = Array.from({ length: CUTS_PER_TEXT }, (_, index) =>
    Math.round(((index + 0.5) * text.length) / CUTS_PER_TEXT),
  );
  return [...new Set(cuts)];
}

describe.each(markdownTexts)('%j', (text) => {
  test('shows only what stays, at every cut, and ends as the whole text', () => {
    const { container, rerender } = render(<MarkdownText text="" growing />);
    const shown = cutsOf(text).map((cut) => {
      rerender(<MarkdownText text={text.slice(0, cut)} growing />);
      return visibleText(container);
    });
    rerender(<MarkdownText text={text} growing={false} />);
    const final = container.innerHTML;
    const whole = visibleText(container);
    for (const each of shown)
      expect(whole.startsWith(each), `${JSON.stringify(each)} of ${JSON.stringify(whole)}`).toBe(true);
    cleanup();
    expect(render(<MarkdownText text={text} growing={false} />).container.innerHTML.replace(/_r_\w+_/g, '')).toBe(
      final.replace(/_r_\w+_/g, ''),
    );
  });
});
