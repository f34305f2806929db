import type { PowerSaveBlocker } from 'electron';

/** Keeps the computer awake after a call with true, until one with false. The display may still turn off. */
export function createPowerSaveHold(blocker: PowerSaveBlocker): (on: boolean) => void {
  const active: { id: number | null } = { id: null };
  return (on) => {
    if (on) {
      active.id ??= blocker.start('prevent-app-suspension');
    } else if (active.id !== null) {
      blocker.stop(active.id);
      active.id = null;
    }
  };
}
