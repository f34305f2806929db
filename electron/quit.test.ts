import { EventEmitter } from 'node:events';
import type { App, PowerMonitor } from 'electron';
import { afterEach, expect, it, vi } from 'vitest';
import { eventually } from '../tests/eventually.ts';
import { handleQuit } from './quit.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** An application whose `quit` works as Electron's does: it asks `before-quit`, and is gone when nobody objects. */
function quitting(stop: () => Promise<void>, confirmQuit = () => Promise.resolve(true)) {
  const gone = vi.fn();
  const events = new EventEmitter();
  const quit = () => {
    const event = { preventDefault: vi.fn() };
    events.emit('before-quit', event);
    if (event.preventDefault.mock.calls.length === 0) gone();
  };
  const powerMonitor = new EventEmitter();
  const signals = new EventEmitter();
  handleQuit({
    app: Object.assign(events, { quit }) as unknown as App,
    powerMonitor: powerMonitor as unknown as PowerMonitor,
    process: signals as unknown as NodeJS.Process,
    confirmQuit,
    stop,
  });
  return { quit, gone, powerMonitor, signals };
}

it('waits for the server to stop, once, and then is gone', async () => {
  const stopped = Promise.withResolvers<void>();
  const stop = vi.fn(() => stopped.promise);
  const { quit, gone } = quitting(stop);
  quit();
  quit();
  expect(gone).not.toHaveBeenCalled();
  stopped.resolve();
  await eventually(() => expect(gone).toHaveBeenCalledOnce());
  expect(stop).toHaveBeenCalledOnce();
});

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('takes the same way on %s', async (signal) => {
  const stop = vi.fn(() => Promise.resolve());
  const { gone, signals } = quitting(stop);
  signals.emit(signal);
  await eventually(() => expect(gone).toHaveBeenCalledOnce());
  expect(stop).toHaveBeenCalledOnce();
});

it("takes the same way on the system's shutdown", async () => {
  const stop = vi.fn(() => Promise.resolve());
  const { gone, powerMonitor } = quitting(stop);
  powerMonitor.emit('shutdown');
  await eventually(() => expect(gone).toHaveBeenCalledOnce());
});

it('stays where the person says no, and asks again the next time', async () => {
  const stop = vi.fn(() => Promise.resolve());
  const confirmQuit = vi.fn(() => Promise.resolve(false));
  const { quit, gone } = quitting(stop, confirmQuit);
  quit();
  quit();
  await eventually(() => expect(confirmQuit).toHaveBeenCalledOnce());
  expect(stop).not.toHaveBeenCalled();
  confirmQuit.mockResolvedValue(true);
  await eventually(() => {
    quit();
    expect(gone).toHaveBeenCalled();
  });
  expect(stop).toHaveBeenCalledOnce();
});

it.each(['signal', 'shutdown'])('asks nobody on a %s, even while a question is open', async (what) => {
  const stop = vi.fn(() => Promise.resolve());
  const confirmQuit = vi.fn(() => new Promise<boolean>(() => undefined));
  for (const asked of [false, true]) {
    const { quit, gone, signals, powerMonitor } = quitting(stop, confirmQuit);
    if (asked) quit();
    if (what === 'signal') signals.emit('SIGTERM');
    else powerMonitor.emit('shutdown');
    await eventually(() => expect(gone).toHaveBeenCalledOnce());
  }
  expect(confirmQuit).toHaveBeenCalledOnce();
  expect(stop).toHaveBeenCalledTimes(2);
});

it('quits where the question cannot be asked', async () => {
  const { quit, gone } = quitting(
    () => Promise.resolve(),
    () => Promise.reject(new Error('no box')),
  );
  quit();
  await eventually(() => expect(gone).toHaveBeenCalledOnce());
});

it('does not wait for ever', async () => {
  vi.useFakeTimers();
  const { quit, gone } = quitting(() => new Promise(() => undefined));
  quit();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(gone).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(gone).toHaveBeenCalledOnce();
});

it('is gone even where stopping fails', async () => {
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { quit, gone } = quitting(() => Promise.reject(new Error('no')));
  quit();
  await eventually(() => expect(gone).toHaveBeenCalledOnce());
  expect(written).toHaveBeenCalledWith(expect.stringContaining('no'));
  written.mockRestore();
});
