import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { CopyButton } from './CopyButton.tsx';

it('shows without words too that the browser refused', async () => {
  // Gives the page a clipboard.
  userEvent.setup();
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
  render(<CopyButton text="corral" label="Copy endpoint" iconOnly />);
  const button = screen.getByRole('button', { name: 'Copy endpoint' });
  const idle = button.innerHTML;
  expect(button.title).toBe('Copy endpoint');
  await userEvent.click(button);
  expect(await screen.findByText('Couldn’t copy')).toBeTruthy();
  expect(button.title).toBe('Couldn’t copy');
  expect(button.innerHTML).not.toBe(idle);
  expect(button.classList.contains('not-copied')).toBe(true);
});
