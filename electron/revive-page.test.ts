import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { beforeEach, expect, it, vi } from 'vitest';
import { type RevivePageOptions, revivePage } from './revive-page.ts';

function setUp() {
  const contents = Object.assign(new EventEmitter(), { reload: vi.fn(), forcefullyCrashRenderer: vi.fn() });
  const destroy = vi.fn();
  const window = { webContents: contents, destroy, isDestroyed: () => destroy.mock.calls.length > 0 };
  const answers: ((agreed: boolean) => void)[] = [];
  const ask = vi.fn<RevivePageOptions['ask']>(
    (_question, _window, signal) =>
      new Promise((resolve) => {
        answers.push(resolve);
        // As Electron does, which presses the button for Escape.
        signal.addEventListener('abort', () => resolve(false));
      }),
  );
  const log = vi.fn();
  const page = revivePage(window as unknown as BrowserWindow, { ask, log });
  const { reload, forcefullyCrashRenderer: crash } = contents;
  return {
    ask,
    log,
    page,
    reload,
    crash,
    destroy,
    emit: (name: string) => contents.emit(name),
    gone: (reason = 'crashed') => contents.emit('render-process-gone', {}, { reason, exitCode: 5 }),
    failed: (code: number, isMainFrame = true) =>
      contents.emit('did-fail-load', {}, code, 'ERR_FAILED', 'app://corral/#/server', isMainFrame),
    answer: async (agreed: boolean) => {
      answers.pop()?.(agreed);
      // What follows an answer happens in microtasks.
      await new Promise(setImmediate);
    },
  };
}

beforeEach(() => {
  vi.spyOn(Date, 'now').mockReturnValue(1_000);
});

it('loads a page again whose process ended or whose load failed, and logs why', () => {
  const { gone, failed, reload, log, ask } = setUp();
  gone('killed');
  failed(-2);
  expect(reload).toHaveBeenCalledTimes(2);
  expect(log.mock.calls).toEqual([['killed, exit code 5'], ['ERR_FAILED (-2)']]);
  expect(ask).not.toHaveBeenCalled();
});

it('leaves a page alone that ended as it should, was replaced, or lost a frame', () => {
  const { gone, failed, reload, log } = setUp();
  gone('clean-exit');
  failed(-3);
  failed(-2, false);
  expect([reload.mock.calls, log.mock.calls]).toEqual([[], []]);
});

it('asks when the page keeps failing, once; then it is loaded again, or the window closes', async () => {
  const { gone, reload, ask, answer, destroy } = setUp();
  for (const reason of ['crashed', 'oom', 'killed']) gone(reason);
  expect(reload).toHaveBeenCalledTimes(2);
  expect(ask.mock.calls.map(([question]) => question)).toEqual(['failed']);
  await answer(true);
  expect(reload).toHaveBeenCalledTimes(3);
  // The person's choice counts as a new beginning.
  gone();
  expect(reload).toHaveBeenCalledTimes(4);
  for (const reason of ['crashed', 'crashed']) gone(reason);
  expect(ask).toHaveBeenCalledTimes(2);
  await answer(false);
  expect(destroy).toHaveBeenCalledOnce();
});

it('is loaded again when the window is shown while the question is open, which is taken back', async () => {
  const { gone, reload, ask, page, destroy } = setUp();
  expect(page.reviveNow()).toBe(false);
  for (const reason of ['crashed', 'crashed', 'crashed']) gone(reason);
  expect(page.reviveNow()).toBe(true);
  expect(reload).toHaveBeenCalledTimes(3);
  expect(ask.mock.lastCall?.[2].aborted).toBe(true);
  await new Promise(setImmediate);
  expect(destroy).not.toHaveBeenCalled();
});

it('ends the process of a page that doesn’t respond if the person wants that, and takes the question back when it does', async () => {
  const { emit, ask, answer, crash, reload } = setUp();
  emit('unresponsive');
  expect(ask.mock.lastCall?.[0]).toBe('unresponsive');
  emit('responsive');
  await answer(true);
  expect(crash).not.toHaveBeenCalled();
  emit('unresponsive');
  await answer(false);
  expect(crash).not.toHaveBeenCalled();
  emit('unresponsive');
  await answer(true);
  expect(crash).toHaveBeenCalledOnce();
  expect(reload).not.toHaveBeenCalled();
});

it('does nothing more once Corral quits', async () => {
  const { gone, failed, emit, page, ask, reload, crash, destroy, answer } = setUp();
  emit('unresponsive');
  page.close();
  await answer(true);
  gone();
  failed(-2);
  emit('unresponsive');
  expect(ask).toHaveBeenCalledOnce();
  expect([reload.mock.calls, crash.mock.calls, destroy.mock.calls]).toEqual([[], [], []]);
});
