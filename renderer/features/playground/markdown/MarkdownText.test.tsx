import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { LinkGuard } from './LinkGuard.tsx';
import { MarkdownText } from './MarkdownText.tsx';
import { ColorCodeContext } from './use-colored-lines.ts';

afterEach(cleanup);

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
