import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { LinkGuard } from './LinkGuard.tsx';
import { MarkdownText } from './MarkdownText.tsx';
import { ColorCodeContext } from './use-colored-lines.ts';

afterEach(cleanup);

/** The texts of the elements, with single spaces. */
function textsOf(container: HTMLElement, selector: string): string[] {
  return [...container.querySelectorAll(selector)].map((each) => (each.textContent ?? '').replace(/\s+/g, ' ').trim());
}

function draw(text: string, open = vi.fn()) {
  const { container } = render(
    <LinkGuard open={open}>
      <MarkdownText text={text} growing={false} />
    </LinkGuard>,
  );
  return { container, open };
}

test('a link is opened only after its whole address was shown and confirmed', async () => {
  const { open } = draw('See [the docs](https://example.com/a?b=c).');
  await userEvent.click(screen.getByRole('button', { name: 'the docs' }));
  expect(open).not.toHaveBeenCalled();
  expect(screen.getByRole('dialog', { name: 'Open this link?' }).textContent).toContain('https://example.com/a?b=c');
  await userEvent.click(screen.getByRole('button', { name: 'Open Link' }));
  expect(open).toHaveBeenCalledExactlyOnceWith('https://example.com/a?b=c');
});

test('untrusted output stays text: no HTML, no images, only web links', () => {
  const { container } = draw(
    '<script>alert(1)</script> <b onclick="x()">bold</b>\n\n![a cat](https://evil.example/x.png) [run](javascript:alert(1))',
  );
  expect(container.querySelector('script, b, img, a')).toBeNull();
  expect(container.textContent).toContain('<b onclick="x()">bold</b>');
  expect(container.textContent).toContain('[Image: a cat]');
  expect(screen.queryByRole('button', { name: 'run' })).toBeNull();
});

test('a fenced block shows its language, can be copied, and is colored', async () => {
  const lines = [
    [
      { text: 'let', color: 'rgb(1, 2, 3)' },
      { text: ' a', color: null },
    ],
  ];
  const colorCode = (_grammar: string, _code: string, onLines: (value: typeof lines) => void): void => onLines(lines);
  const { container } = render(
    <ColorCodeContext value={colorCode}>
      <MarkdownText text={'```ts\nlet a\n```'} growing={false} />
    </ColorCodeContext>,
  );
  expect(container.querySelector('.code-head')?.textContent).toContain('TypeScript');
  expect(screen.getByRole('button', { name: 'Copy code' })).toBeTruthy();
  await waitFor(() => expect(screen.getByText('let').style.color).toBe('rgb(1, 2, 3)'));
});

test.each([
  ['\\[ z = \\frac{x_1}{y_1} \\]', '\\[ z = \\frac{x_1}{y_1} \\]'],
  ['\\(f(x)\\,dx\\) and \\( S = \\{1, 2\\} \\)', '\\(f(x)\\,dx\\) and \\( S = \\{1, 2\\} \\)'],
  ['$$\na * b * c\n- d\n$$', '$$ a * b * c - d $$'],
  ['$5 and $6', '$5 and $6'],
  ['It costs $$ and `\\[`', 'It costs $$ and \\['],
  ['\\*not bold\\*, back\\\\slash', '*not bold*, back\\slash'],
  ['20~25 to 30~35', '20~25 to 30~35'],
  ['a < b, <y> and </y>', 'a < b, <y> and </y>'],
  ['[a][1]\n\n[1]: https://example.com', '[a][1][1]: https://example.com'],
])('%j is shown as it was meant', (text, shown) => {
  const { container } = draw(text);
  expect((container.textContent ?? '').replace(/\s+/g, ' ').trim()).toBe(shown);
  expect(container.querySelector('em, [data-streamdown="strong"], ul, del')).toBeNull();
});

test('a line break in a cell breaks the line', () => {
  const { container } = draw('| a |\n| - |\n| one<br>two<br/>three<BR />four |');
  expect(container.querySelectorAll('td br')).toHaveLength(3);
  expect(container.textContent).not.toContain('br');
});

test.each([
  ['- one\ncontinued\n- two', ['one continued', 'two']],
  ['- one\n<b>\ntext of the same item\n- two', ['one <b> text of the same item', 'two']],
  ['1. **First**:\nexplained\n2. **Second**:\n<br>\nas well', ['First: explained', 'Second: as well']],
  ['* a\n\n* b\nlazy', ['a', 'b lazy']],
  ['- one\n</think>\nrest', ['one </think> rest']],
  ['1. one\n<!-- note -->\nrest\n2. two', ['one <!-- note --> rest', 'two']],
])('%j continues its items', (text, items) => {
  expect(textsOf(draw(text).container, 'li')).toEqual(items);
});
