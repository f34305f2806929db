import type { Dialog } from 'electron';
import { expect, it, vi } from 'vitest';
import { promptConfirm, promptInterruption, promptQuit } from './prompts.ts';

const prompt = { message: 'Stop the server now?', detail: '1 response is in progress.', confirm: 'Stop Now' };

/** A box in which the person presses the button of that place. */
function boxOf(response: number) {
  const showMessageBox = vi.fn<(options: { buttons?: string[]; defaultId?: number; cancelId?: number }) => unknown>(
    () => Promise.resolve({ response, checkboxChecked: false }),
  );
  return { showMessageBox, dialog: { showMessageBox } as unknown as Dialog };
}

it.each([
  [0, 'now'],
  [1, 'idle'],
  [2, null],
])('button %i means %s', async (response, answer) => {
  const { dialog, showMessageBox } = boxOf(response);
  expect(await promptInterruption(prompt, dialog)).toBe(answer);
  const shown = showMessageBox.mock.lastCall?.[0];
  expect(shown).toMatchObject({ message: prompt.message, detail: prompt.detail });
  // Return waits for idle, Escape cancels.
  expect(shown?.buttons?.[shown.defaultId ?? -1]).toBe('When Idle');
  expect(shown?.buttons?.[shown.cancelId ?? -1]).toBe('Cancel');
  expect(shown?.buttons?.[0]).toBe('Stop Now');
});

it.each([
  [0, true],
  [1, false],
])('of two, button %i means %s', async (response, answer) => {
  const { dialog, showMessageBox } = boxOf(response);
  expect(await promptConfirm({ ...prompt, confirm: 'Quit' }, dialog)).toBe(answer);
  expect(showMessageBox.mock.lastCall?.[0]).toMatchObject({ buttons: ['Quit', 'Cancel'], defaultId: 1, cancelId: 1 });
});

it.each([
  [0, 'keep'],
  [1, 'stop'],
  [2, null],
])('on quitting, button %i means %s', async (response, decision) => {
  const { dialog, showMessageBox } = boxOf(response);
  expect(await promptQuit({ ...prompt, confirm: 'Quit Anyway' }, dialog)).toBe(decision);
  const buttons = ['Quit Anyway', 'Stop Server', 'Cancel'];
  expect(showMessageBox.mock.lastCall?.[0]).toMatchObject({ buttons, defaultId: 2, cancelId: 2 });
});
