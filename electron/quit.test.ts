import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { afterEach, expect, it, vi } from 'vitest';
import { eventually } from '../tests/eventually.ts';
import { handleQuit } from './quit.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** An application whose `quit` works like Electron's: it emits `before-quit` and exits unless that is prevented. */
function setUp(stop: () => Promise<void>, confirmQuit = () => Promise.resolve(true), signals = new EventEmitter()) {
  const exit = vi.fn();
  const events = new EventEmitter();
  const quit = () => {
    const event = { preventDefault: vi.fn() };
    events.emit('before-quit', event);
    if (event.preventDefault.mock.calls.length === 0) exit();
  };
  const powerMonitor = new EventEmitter();
  const quitWithoutPrompt = handleQuit({
    app: Object.assign(events, { quit }) as unknown as App,
    process: signals as unknown as NodeJS.Process,
    confirmQuit,
    stop,
  });
  powerMonitor.on('shutdown', quitWithoutPrompt);
  return { quit, exit, powerMonitor, signals };
}

it('waits once for the server to stop, then exits', async () => {
  const stopped = Promise.withResolvers<void>();
  const stop = vi.fn(() => stopped.promise);
  const { quit, exit } = setUp(stop);
  quit();
  quit();
  expect(exit).not.toHaveBeenCalled();
  stopped.resolve();
  await eventually(() => expect(exit).toHaveBeenCalledOnce());
  expect(stop).toHaveBeenCalledOnce();
});

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('stops the server on %s too', async (signal) => {
  const stop = vi.fn(() => Promise.resolve());
  const { exit, signals } = setUp(stop);
  signals.emit(signal);
  await eventually(() => expect(exit).toHaveBeenCalledOnce());
  expect(stop).toHaveBeenCalledOnce();
});

it('is the only one to listen to signals, so that Node takes them back from Chromium', () => {
  const signals = new EventEmitter();
  signals.once('SIGTERM', () => undefined);
  setUp(() => Promise.resolve(), undefined, signals);
  expect(signals.listenerCount('SIGTERM')).toBe(1);
});

it("stops the server on the system's shutdown too", async () => {
  const stop = vi.fn(() => Promise.resolve());
  const { exit, powerMonitor } = setUp(stop);
  powerMonitor.emit('shutdown');
  await eventually(() => expect(exit).toHaveBeenCalledOnce());
});

it('stays open when the person declines, and asks again next time', async () => {
  const stop = vi.fn(() => Promise.resolve());
  const confirmQuit = vi.fn(() => Promise.resolve(false));
  const { quit, exit } = setUp(stop, confirmQuit);
  quit();
  quit();
  await eventually(() => expect(confirmQuit).toHaveBeenCalledOnce());
  expect(stop).not.toHaveBeenCalled();
  confirmQuit.mockResolvedValue(true);
  await eventually(() => {
    quit();
    expect(exit).toHaveBeenCalled();
  });
  expect(stop).toHaveBeenCalledOnce();
});

it.each(['signal', 'shutdown'])('doesn’t ask on a %s, even while a confirmation is open', async (what) => {
  const stop = vi.fn(() => Promise.resolve());
  const confirmQuit = vi.fn(() => new Promise<boolean>(() => undefined));
  for (const isConfirming of [false, true]) {
    const { quit, exit, signals, powerMonitor } = setUp(stop, confirmQuit);
    if (isConfirming) quit();
    if (what === 'signal') signals.emit('SIGTERM');
    else powerMonitor.emit('shutdown');
    await eventually(() => expect(exit).toHaveBeenCalledOnce());
  }
  expect(confirmQuit).toHaveBeenCalledOnce();
  expect(stop).toHaveBeenCalledTimes(2);
});

it('quits if the confirmation fails', async () => {
  const { quit, exit } = setUp(
    () => Promise.resolve(),
    () => Promise.reject(new Error('no box')),
  );
  quit();
  await eventually(() => expect(exit).toHaveBeenCalledOnce());
});

it('stops waiting after a deadline', async () => {
  vi.useFakeTimers();
  const { quit, exit } = setUp(() => new Promise(() => undefined));
  quit();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(exit).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(exit).toHaveBeenCalledOnce();
});

it('exits even if stopping fails', async () => {
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { quit, exit } = setUp(() => Promise.reject(new Error('no')));
  quit();
  await eventually(() => expect(exit).toHaveBeenCalledOnce());
  expect(written).toHaveBeenCalledWith(expect.stringContaining('no'));
  written.mockRestore();
});
