import type { Dialog } from 'electron';
import type { When } from '../contract/server.ts';
import type { WorkQuestion } from './interruption-prompt.ts';

type Choice = Exclude<When, 'ask'>;

const choices: readonly (Choice | null)[] = ['now', 'idle', null];

/** Asks when to cut off what is under way; null for not at all. Waiting is the default. */
export async function promptInterruption(
  { message, detail, confirm }: WorkQuestion,
  dialog: Dialog,
): Promise<Choice | null> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message,
    detail,
    buttons: [confirm, 'When Idle', 'Cancel'],
    defaultId: 1,
    cancelId: 2,
  });
  return choices[response] ?? null;
}

/** Asks whether to do something that can't wait; the safe answer is the default. */
export async function promptConfirm({ message, detail, confirm }: WorkQuestion, dialog: Dialog): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message,
    detail,
    buttons: [confirm, 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}
