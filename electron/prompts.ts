import type { Dialog } from 'electron';
import { desktopText } from '../contract/derived/catalog/en/desktop.ts';
import { interruptionText } from '../contract/derived/catalog/en/interruption.ts';
import type { When } from '../contract/server.ts';
import type { QuitDecision } from '../core/shutdown.ts';

/** The texts of a native message box. */
export interface Prompt {
  readonly message: string;
  readonly detail: string;
  /** The label of the button that does what is asked about. */
  readonly confirm: string;
}

type Choice = Exclude<When, 'ask'>;

const CHOICES: readonly (Choice | null)[] = ['now', 'idle', null];
const QUIT_CHOICES: readonly (QuitDecision | null)[] = ['keep', 'stop', null];

/** Asks when to interrupt work in progress; null for not at all. Waiting is the default. */
export async function promptInterruption(prompt: Prompt, dialog: Dialog): Promise<Choice | null> {
  const { message, detail, confirm } = prompt;
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message,
    detail,
    buttons: [confirm, interruptionText('confirm.whenIdle'), interruptionText('confirm.cancel')],
    defaultId: 1,
    cancelId: 2,
  });
  return CHOICES[response] ?? null;
}

/** Asks what becomes of the server when Corral quits; null keeps Corral open, which is the default. */
export async function promptQuit({ message, detail, confirm }: Prompt, dialog: Dialog): Promise<QuitDecision | null> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message,
    detail,
    buttons: [confirm, desktopText('quit.stopServer'), desktopText('cancel')],
    defaultId: 2,
    cancelId: 2,
  });
  return QUIT_CHOICES[response] ?? null;
}

/** Asks whether to do something now; the safe choice is the default. */
export async function promptConfirm({ message, detail, confirm }: Prompt, dialog: Dialog): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message,
    detail,
    buttons: [confirm, desktopText('cancel')],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}
