import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

/** Chooses an option of a pop-up button with the keyboard. */
export async function chooseOption(select: string, option: string): Promise<void> {
  // jsdom has no layout and doesn't implement it.
  Element.prototype.scrollIntoView ??= () => undefined;
  screen.getByRole('combobox', { name: select }).focus();
  await userEvent.keyboard('{Enter}');
  const desired = await screen.findByRole('option', { name: option });
  await userEvent.keyboard('{Home}');
  for (const _ of screen.getAllByRole('option')) {
    if (document.activeElement === desired) break;
    await userEvent.keyboard('{ArrowDown}');
  }
  await userEvent.keyboard('{Enter}');
}
