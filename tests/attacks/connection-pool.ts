import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { requestBytes } from './attack.ts';

/** What each of a crowd sends on its connection, which it then keeps: nothing, a beginning, or a request that is refused. */
const KEEPS_OPEN = [
  '',
  'GET /v1/models HTTP/1.1\r\nHost: localhost\r\n',
  requestBytes({}),
  requestBytes({ key: `corral-${'x'.repeat(48)}` }),
] as const;

export interface ConnectionPool {
  /** Connections that are open now. */
  readonly size: number;
  /** Ends them all, and nobody comes back. */
  disperse(): void;
}

export interface CrowdOptions {
  readonly size: number;
  /** How often one of them comes back after its connection was ended, all together. */
  readonly returns?: number;
}

/** Connections without a key, held open as long as they are let; resolves when all of them were open once. */
export async function gatherCrowd(port: number, { size, returns = 0 }: CrowdOptions): Promise<ConnectionPool> {
  const open = new Set<Socket>();
  let left = returns;
  const come = (kind: number): Socket => {
    const socket = connect(port, '127.0.0.1');
    open.add(socket);
    const sent = KEEPS_OPEN[kind % KEEPS_OPEN.length] ?? '';
    if (sent.length > 0) socket.write(sent);
    socket.resume();
    socket.on('error', () => undefined);
    socket.once('close', () => {
      open.delete(socket);
      left -= 1;
      if (left >= 0) come(kind);
    });
    return socket;
  };
  // A hundred at a time: more wait for their turn in the system, which forgets them when there are too many.
  for (let here = 0; here < size; here += 100) {
    const next = Array.from({ length: Math.min(100, size - here) }, (_, i) => come(here + i));
    await Promise.all(next.map((socket) => once(socket, 'connect')));
  }
  return {
    get size() {
      return open.size;
    },
    disperse() {
      left = 0;
      for (const socket of open) socket.destroy();
    },
  };
}

/** Opens so many connections before it asks anything on any of them, then asks the same on each; gives the first line of each answer. */
export async function askTogether(port: number, count: number, request: Buffer): Promise<string[]> {
  const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  return Promise.all(
    sockets.map(async (socket) => {
      socket.write(request);
      const answer = await Promise.race([
        once(socket, 'data').then(String),
        once(socket, 'close').then(() => 'closed'),
      ]);
      socket.destroy();
      return answer.split('\r\n', 1)[0] ?? '';
    }),
  );
}
