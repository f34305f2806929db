import type { PowerSaveBlocker } from 'electron';

/** Keeps the machine from sleeping while it was last called with true; the screen may still go dark. */
export function createPowerSaveHold(blocker: PowerSaveBlocker): (on: boolean) => void {
  const held: { id: number | null } = { id: null };
  return (on) => {
    if (on) {
      held.id ??= blocker.start('prevent-app-suspension');
    } else if (held.id !== null) {
      blocker.stop(held.id);
      held.id = null;
    }
  };
}
