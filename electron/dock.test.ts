import type { App } from 'electron';
import { expect, it, vi } from 'vitest';
import { createDockPresence } from './dock.ts';

function fakeApp() {
  const setActivationPolicy = vi.fn();
  const focus = vi.fn();
  return { setActivationPolicy, focus, app: { setActivationPolicy, focus } as unknown as App };
}

it('has a Dock icon on a Mac only while a window is open', () => {
  const { app, setActivationPolicy, focus } = fakeApp();
  const dock = createDockPresence(app, 'darwin');
  expect(setActivationPolicy).toHaveBeenLastCalledWith('accessory');
  dock.windowOpened();
  expect(setActivationPolicy).toHaveBeenLastCalledWith('regular');
  expect(focus).toHaveBeenCalledWith({ steal: true });
  dock.windowClosed();
  expect(setActivationPolicy).toHaveBeenLastCalledWith('accessory');
});

it('does nothing on other systems', () => {
  const { app, setActivationPolicy } = fakeApp();
  const dock = createDockPresence(app, 'linux');
  dock.windowOpened();
  dock.windowClosed();
  expect(setActivationPolicy).not.toHaveBeenCalled();
});
