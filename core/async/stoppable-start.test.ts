import { describe, expect, it, vi } from 'vitest';
import { startStoppable } from './stoppable-start.ts';

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

describe('a start that can be stopped', () => {
  it('closes what it opened in the reverse order, once', async () => {
    const closed: string[] = [];
    const { started, stop } = startStoppable(async ({ onClose }) => {
      for (const name of ['a', 'b']) onClose(() => closed.push(name));
      return 'open';
    });
    expect(await started).toBe('open');
    await Promise.all([stop(), stop()]);
    expect(closed).toEqual(['b', 'a']);
  });

  it('closes what was opened before the stop, and what is opened just after it', async () => {
    const closed: string[] = [];
    const { started, stop } = startStoppable(async ({ onClose, stopping }) => {
      onClose(() => closed.push('before'));
      await untilAborted(stopping);
      onClose(() => closed.push('late'));
      return null;
    });
    await stop();
    expect(closed).toEqual(['late', 'before']);
    expect(await started).toBeNull();
  });

  it('doesn’t wait for what is never opened', async () => {
    const close = vi.fn();
    const { stop } = startStoppable(({ onClose }) => {
      onClose(close);
      return new Promise(() => undefined);
    });
    await stop();
    expect(close).toHaveBeenCalledOnce();
  });

  it('that fails is closed before it says so', async () => {
    const closed: string[] = [];
    const { started, stop } = startStoppable(async ({ onClose }) => {
      onClose(async () => {
        await new Promise(setImmediate);
        closed.push('a');
      });
      throw new Error('no');
    });
    await expect(started).rejects.toThrow('no');
    expect(closed).toEqual(['a']);
    await stop();
    expect(closed).toEqual(['a']);
  });

  it('that is stopped while it is cleaned up after a failure waits for that', async () => {
    const closing = Promise.withResolvers<void>();
    const { started, stop } = startStoppable(async ({ onClose }) => {
      onClose(() => closing.promise);
      throw new Error('no');
    });
    // A failure that a stop has overtaken isn't one anymore.
    const ended = started.catch(() => null);
    const done = vi.fn();
    const stopped = stop().then(done);
    await new Promise(setImmediate);
    expect(done).not.toHaveBeenCalled();
    closing.resolve();
    await stopped;
    expect(await ended).toBeNull();
  });

  it('that fails because it is stopped gives nothing', async () => {
    const { started, stop } = startStoppable(async ({ stopping }) => {
      await untilAborted(stopping);
      throw stopping.reason;
    });
    await stop();
    expect(await started).toBeNull();
  });
});
