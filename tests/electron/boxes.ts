import type { ElectronApplication } from 'playwright-core';

/** A message box that the application wanted to show. */
export interface ShownBox {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  /** Whether it was a sheet of a window, which leaves everything else going on macOS. */
  readonly isOnWindow: boolean;
}

/**
 * Takes the person's place at message boxes from now on, since nothing presses the buttons of native ones: each is answered
 * with the next of these buttons, and one too many stays open, as does one that is answered with null.
 */
export async function answerBoxes(app: ElectronApplication, buttons: readonly (number | null)[]): Promise<void> {
  await app.evaluate(({ dialog }, responses) => {
    const left = [...responses];
    const shown: object[] = [];
    Reflect.set(globalThis, 'shownBoxes', shown);
    Reflect.set(dialog, 'showMessageBox', (...args: unknown[]) => {
      const { message, detail, buttons: labels, cancelId, signal } = args.at(-1) as Electron.MessageBoxOptions;
      shown.push({ message, detail, buttons: labels, isOnWindow: args.length > 1 });
      const response = left.shift() ?? null;
      if (response !== null) return Promise.resolve({ response, checkboxChecked: false });
      return new Promise((resolve: (answer: object) => void) => {
        signal?.addEventListener('abort', () => resolve({ response: cancelId, checkboxChecked: false }));
      });
    });
    Reflect.set(dialog, 'showErrorBox', (message: string, detail: string) => shown.push({ message, detail }));
  }, buttons);
}

/** The boxes since `answerBoxes`. */
export function shownBoxes(app: ElectronApplication): Promise<readonly ShownBox[]> {
  return app.evaluate(() => Reflect.get(globalThis, 'shownBoxes'));
}
