import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface ServerTap {
  readonly port: number;
  /** Every byte that was sent to the server since the last `forget`. */
  received(): string;
  forget(): void;
  close(): Promise<void>;
}

/** Stands between the gateway and the server and writes down all that comes through, however it may be read there. */
export async function openRequestRecorder(serverPort: number): Promise<ServerTap> {
  const open = new Set<Socket>();
  let chunks: Buffer[] = [];
  const tap = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1');
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
    client.on('data', (chunk: Buffer) => chunks.push(chunk));
    client.pipe(server);
    server.pipe(client);
  });
  tap.listen(0, '127.0.0.1');
  await once(tap, 'listening');
  const address = tap.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    port: address.port,
    received: () => Buffer.concat(chunks).toString('latin1'),
    forget: () => {
      chunks = [];
    },
    async close() {
      tap.close();
      for (const socket of open) socket.destroy();
      await once(tap, 'close');
    },
  };
}
