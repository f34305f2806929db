import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface RequestRecorder {
  readonly port: number;
  /** Every byte that was sent to the server since the last `clear`. */
  received(): string;
  clear(): void;
  close(): Promise<void>;
}

/** Between the gateway and the server: records every byte, however the server may parse it. */
export async function openRequestRecorder(serverPort: number): Promise<RequestRecorder> {
  const open = new Set<Socket>();
  let chunks: Buffer[] = [];
  const listener = createServer((client) => {
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
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    port: address.port,
    received: () => Buffer.concat(chunks).toString('latin1'),
    clear: () => {
      chunks = [];
    },
    async close() {
      listener.close();
      for (const socket of open) socket.destroy();
      await once(listener, 'close');
    },
  };
}
