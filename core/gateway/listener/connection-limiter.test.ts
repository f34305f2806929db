import { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { createConnectionLimiter } from './connection-limiter.ts';

/** A connection from that address on which nothing is sent, but for what refuses it. */
function from(address: string): Socket {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: address });
  vi.spyOn(socket, 'write').mockReturnValue(true);
  return socket;
}

describe('the gate for connections', () => {
  const open = (connections: number, connectionsPerAddress: number) => {
    const gate = createConnectionLimiter({ connections, connectionsPerAddress });
    const come = (address: string, hasKey: boolean | null = null) => {
      const socket = from(address);
      gate.acquire(socket, true);
      if (hasKey !== null) gate.onRequest(socket, hasKey);
      return socket;
    };
    return { gate, come };
  };
  const isRefused = ({ write }: Socket) => vi.mocked(write).mock.calls.some(([text]) => String(text).includes(' 429 '));
  const gone = (sockets: readonly Socket[]) => sockets.map(({ destroyed }) => destroyed);

  it('has the oldest without a key make way when its address is full, and nobody of another', () => {
    const { come } = open(100, 3);
    const other = come('fd00::1');
    const crowd = [come('fd00::2'), come('fd00::2', true), come('fd00::2', false)];
    expect(gone([...crowd, come('fd00::2')])).toEqual([true, false, false, false]);
    expect(gone([...crowd, come('fd00::2'), other])).toEqual([true, false, true, false, false]);
  });

  it('has the oldest of all make way when there are too many, from however many addresses they come', () => {
    const { come } = open(500, 100);
    const crowd = Array.from({ length: 500 }, (_, n) => come(`fd00::${n.toString(16)}`));
    const keyed = come('fd00::ffff', true);
    const more = Array.from({ length: 1000 }, (_, n) => come(`fd00:0:1::${n.toString(16)}`));
    expect(gone(crowd)).not.toContain(false);
    expect(gone(more).filter((isGone) => !isGone)).toHaveLength(499);
    expect(keyed.destroyed).toBe(false);
  });

  it('has the one make way that has asked nothing for the longest time, where all have shown a key', () => {
    const { gate, come } = open(3, 100);
    const [first, second, third] = [come('a', true), come('b', true), come('c', true)];
    for (const socket of [second, first, third]) gate.onResponse(socket);
    gate.onRequest(second, true);
    gate.onRequest(second, true);
    gate.onResponse(second);
    const keyless = come('d');
    expect(gone([first, second, third, keyless])).toEqual([true, false, false, false]);
    expect(gone([come('e', true), second, third, keyless])).toEqual([false, false, false, true]);
    expect(gone([come('f', true), second, third])).toEqual([false, false, true]);
    expect(isRefused(come('g'))).toBe(true);
  });

  it('refuses a newcomer where all wait for answers, until one of them has gone or shows no key any more', async () => {
    const { gate, come } = open(3, 100);
    const [first, second, third] = [come('a', true), come('b', true), come('c', true)];
    expect(isRefused(come('d'))).toBe(true);
    gate.onRequest(second, false);
    expect(isRefused(come('d', true))).toBe(false);
    expect(gone([first, second, third])).toEqual([false, true, false]);
    expect(isRefused(come('e'))).toBe(true);
    third.destroy();
    await new Promise((resolve) => third.once('close', resolve));
    expect(isRefused(come('e'))).toBe(false);
  });

  it('keeps a connection that needs no key', () => {
    const { gate, come } = open(2, 100);
    const here = from('127.0.0.1');
    gate.acquire(here, false);
    const crowd = [come('a'), come('a'), come('a')];
    expect(gone([here, ...crowd])).toEqual([false, true, true, false]);
  });
});
