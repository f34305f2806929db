import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { requestBytes } from './attack.ts';

/** What is sent on each connection before it is held open: nothing, part of a request, or a request that is rejected. */
const OPENING_BYTES = [
  '',
  'GET /v1/models HTTP/1.1\r\nHost: localhost\r\n',
  requestBytes({}),
  requestBytes({ key: `corral-${'x'.repeat(48)}` }),
] as const;

export interface ConnectionPool {
  /** Open connections. */
  readonly size: number;
  /** Closes them all, without reconnecting. */
  close(): void;
}

export interface ConnectionPoolOptions {
  readonly size: number;
  /** How often connections are reopened after they were closed, in all. */
  readonly reconnects?: number;
}

/** Opens connections without a key and holds them open; resolves when all have been open once. */
export async function openConnectionPool(
  port: number,
  { size, reconnects = 0 }: ConnectionPoolOptions,
): Promise<ConnectionPool> {
  const open = new Set<Socket>();
  let remaining = reconnects;
  const openConnection = (kind: number): Socket => {
    const socket = connect(port, '127.0.0.1');
    open.add(socket);
    const sent = OPENING_BYTES[kind % OPENING_BYTES.length] ?? '';
    if (sent.length > 0) socket.write(sent);
    socket.resume();
    socket.on('error', () => undefined);
    socket.once('close', () => {
      open.delete(socket);
      remaining -= 1;
      if (remaining >= 0) openConnection(kind);
    });
    return socket;
  };
  // A hundred at a time: the system's queue of connections to accept drops them when there are too many.
  for (let opened = 0; opened < size; opened += 100) {
    const next = Array.from({ length: Math.min(100, size - opened) }, (_, i) => openConnection(opened + i));
    await Promise.all(next.map((socket) => once(socket, 'connect')));
  }
  return {
    get size() {
      return open.size;
    },
    close() {
      remaining = 0;
      for (const socket of open) socket.destroy();
    },
  };
}

/** Opens so many connections before it sends the same request on each; gives the first line of each response. */
export async function requestTogether(port: number, count: number, request: Buffer): Promise<string[]> {
  const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  return Promise.all(
    sockets.map(async (socket) => {
      socket.write(request);
      const response = await Promise.race([
        once(socket, 'data').then(String),
        once(socket, 'close').then(() => 'closed'),
      ]);
      socket.destroy();
      return response.split('\r\n', 1)[0] ?? '';
    }),
  );
}
