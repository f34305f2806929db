import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

/** Chooses in a pop-up button by the keyboard: opens it, goes to the option, takes it. */
export async function chooseOption(select: string, option: string): Promise<void> {
  // jsdom has no layout, so it has nothing to scroll into view.
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
