import { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { createConnectionLimiter } from './connection-limiter.ts';

/** A connection from that address on which nothing is sent but an error. */
function from(address: string): Socket {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: address });
  vi.spyOn(socket, 'write').mockReturnValue(true);
  return socket;
}

describe('the connection limiter', () => {
  const open = (connections: number, connectionsPerAddress: number) => {
    const limiter = createConnectionLimiter({ connections, connectionsPerAddress });
    const connect = (address: string, hasKey: boolean | null = null) => {
      const socket = from(address);
      limiter.acquire(socket, true);
      if (hasKey !== null) limiter.onRequest(socket, hasKey);
      return socket;
    };
    return { limiter, connect };
  };
  const isRejected = ({ write }: Socket) =>
    vi.mocked(write).mock.calls.some(([text]) => String(text).includes(' 429 '));
  const closed = (sockets: readonly Socket[]) => sockets.map(({ destroyed }) => destroyed);

  it('closes the oldest connection without a key of an address at its limit, and none of others', () => {
    const { connect } = open(100, 3);
    const other = connect('fd00::1');
    const pool = [connect('fd00::2'), connect('fd00::2', true), connect('fd00::2', false)];
    expect(closed([...pool, connect('fd00::2')])).toEqual([true, false, false, false]);
    expect(closed([...pool, connect('fd00::2'), other])).toEqual([true, false, true, false, false]);
  });

  it('closes the oldest of all connections without a key at the limit in all', () => {
    const { connect } = open(500, 100);
    const pool = Array.from({ length: 500 }, (_, n) => connect(`fd00::${n.toString(16)}`));
    const keyed = connect('fd00::ffff', true);
    const more = Array.from({ length: 1000 }, (_, n) => connect(`fd00:0:1::${n.toString(16)}`));
    expect(closed(pool)).not.toContain(false);
    expect(closed(more).filter((isClosed) => !isClosed)).toHaveLength(499);
    expect(keyed.destroyed).toBe(false);
  });

  it('closes the connection that has been idle longest when all have presented a key', () => {
    const { limiter, connect } = open(3, 100);
    const [first, second, third] = [connect('a', true), connect('b', true), connect('c', true)];
    for (const socket of [second, first, third]) limiter.onResponse(socket);
    limiter.onRequest(second, true);
    limiter.onRequest(second, true);
    limiter.onResponse(second);
    const keyless = connect('d');
    expect(closed([first, second, third, keyless])).toEqual([true, false, false, false]);
    expect(closed([connect('e', true), second, third, keyless])).toEqual([false, false, false, true]);
    expect(closed([connect('f', true), second, third])).toEqual([false, false, true]);
    expect(isRejected(connect('g'))).toBe(true);
  });

  it('rejects a new connection while all wait for responses', async () => {
    const { limiter, connect } = open(3, 100);
    const [first, second, third] = [connect('a', true), connect('b', true), connect('c', true)];
    expect(isRejected(connect('d'))).toBe(true);
    limiter.onRequest(second, false);
    expect(isRejected(connect('d', true))).toBe(false);
    expect(closed([first, second, third])).toEqual([false, true, false]);
    expect(isRejected(connect('e'))).toBe(true);
    third.destroy();
    await new Promise((resolve) => third.once('close', resolve));
    expect(isRejected(connect('e'))).toBe(false);
  });

  it('keeps a connection that needs no key', () => {
    const { limiter, connect } = open(2, 100);
    const here = from('127.0.0.1');
    limiter.acquire(here, false);
    const pool = [connect('a'), connect('a'), connect('a')];
    expect(closed([here, ...pool])).toEqual([false, true, true, false]);
  });
});
