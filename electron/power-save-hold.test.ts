import { expect, it, vi } from 'vitest';
import { createPowerSaveHold } from './power-save-hold.ts';

it('starts one blocker however often it is called, and stops it', () => {
  const ids = [7, 0];
  const start = vi.fn<(type: string) => number>(() => ids.pop() ?? -1);
  const stop = vi.fn((_id: number) => true);
  const hold = createPowerSaveHold({ start, stop, isStarted: () => true });
  hold(false);
  expect(stop).not.toHaveBeenCalled();
  hold(true);
  hold(true);
  expect(start.mock.calls).toEqual([['prevent-app-suspension']]);
  hold(false);
  hold(false);
  // An id may be 0.
  expect(stop.mock.calls).toEqual([[0]]);
  hold(true);
  hold(false);
  expect(stop.mock.calls).toEqual([[0], [7]]);
});
