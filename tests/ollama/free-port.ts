import { createServer } from 'node:net';

/** Ports that this process has handed out: between two runs of a server its port is free, and still belongs to its test. */
const reserved = new Set<number>();

/** A port of 127.0.0.1 that is free, and that no other test of this process has been given. */
export async function freePort(): Promise<number> {
  const port = await unusedPort();
  if (reserved.has(port)) return freePort();
  reserved.add(port);
  return port;
}

function unusedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port was assigned'));
      });
    });
  });
}
