import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Dialog } from './Dialog.tsx';

const onClose = vi.fn();
/** Draws a sheet with a field, and says how a click beside it is made. */
async function open(hasInput: boolean) {
  const now = vi.spyOn(performance, 'now').mockReturnValue(0);
  render(
    <Dialog open onClose={onClose} hasInput={hasInput} title="New" footer={null}>
      <input aria-label="Name" />
    </Dialog>,
  );
  const sheet = await screen.findByRole('dialog', { name: 'New' });
  // Radix looks beside the sheet from the next turn on.
  await new Promise((resolve) => setTimeout(resolve));
  return {
    field: screen.getByRole('textbox', { name: 'Name' }),
    later: () => now.mockReturnValue(5000),
    clickBeside: () => userEvent.click(sheet.parentElement ?? document.body),
  };
}
beforeEach(() => onClose.mockReset());

describe('a click beside a sheet', () => {
  it('closes it', async () => {
    const { later, clickBeside } = await open(false);
    later();
    await clickBeside();
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('does not where something was entered, and leaves the focus there; Escape closes it', async () => {
    const { field, later, clickBeside } = await open(true);
    later();
    await clickBeside();
    expect(onClose).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(field);
    await userEvent.keyboard('{Escape}');
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('does not while it may be the second one of those that opened it', async () => {
    const { field, clickBeside } = await open(false);
    await clickBeside();
    expect(onClose).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(field);
  });
});
