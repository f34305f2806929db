import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, it, vi } from 'vitest';
import { eventually } from '../tests/eventually.ts';
import { afterUncaught, handleUnexpectedErrors, logEndedProcesses } from './unexpected-errors.ts';

function setUp({ uptime = 3_600, stop = () => Promise.resolve() } = {}) {
  const order: string[] = [];
  const process = Object.assign(new EventEmitter(), {
    uptime: () => uptime,
    stderr: { write: (text: string) => order.push(text.split('\n')[0] ?? '') },
  });
  const logger = { error: vi.fn<(error: unknown, what: string) => void>(), warn: vi.fn() };
  handleUnexpectedErrors({
    process: process as unknown as NodeJS.Process,
    app: { relaunch: () => order.push('relaunch'), exit: (code) => order.push(`exit ${code}`) },
    logger,
    stop: () => {
      order.push('stop');
      return stop();
    },
  });
  return { order, process, logger };
}

it.each([
  [0, 'quit'],
  [59_999, 'quit'],
  [60_000, 'relaunch'],
])('after %i ms: %s', (uptimeMs, next) => {
  expect(afterUncaught(uptimeMs)).toBe(next);
});

it('stops, starts again and exits with 1, once, after something threw', async () => {
  const { order, process, logger } = setUp();
  process.emit('uncaughtException', new Error('first'));
  process.emit('uncaughtException', new Error('second'));
  await eventually(() => expect(order.at(-1)).toBe('exit 1'));
  expect(order).toEqual(['Corral starts again after an unexpected error: Error: first', 'stop', 'relaunch', 'exit 1']);
  expect(logger.error.mock.calls.map(([error]) => String(error))).toEqual(['Error: first', 'Error: second']);
});

it('isn’t started again where it failed soon after its start, nor kept from exiting by a failing stop', async () => {
  const { order, process } = setUp({ uptime: 1, stop: () => Promise.reject(new Error('no')) });
  process.emit('uncaughtException', 'a string');
  await eventually(() => expect(order.at(-1)).toBe('exit 1'));
  expect(order).toEqual(['Corral quit after an unexpected error: a string', 'stop', 'exit 1']);
});

it('only logs a rejection that nothing waits for', () => {
  const { order, process, logger } = setUp();
  process.emit('unhandledRejection', new Error('stray'));
  expect(logger.error).toHaveBeenCalledWith(new Error('stray'), 'unexpected');
  expect(order).toEqual([]);
});

it('logs a process of Chromium that ended, unless it had nothing left to do', () => {
  const app = new EventEmitter();
  const logger = { error: vi.fn(), warn: vi.fn() };
  logEndedProcesses(app as unknown as App, logger);
  app.emit('child-process-gone', {}, { type: 'Utility', name: 'Network Service', reason: 'clean-exit', exitCode: 0 });
  expect(logger.warn).not.toHaveBeenCalled();
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'killed', exitCode: 9 });
  expect(logger.warn.mock.lastCall).toEqual([{ type: 'GPU', exitCode: 9 }, 'a process of the window ended: killed']);
});
