import { createServer } from 'node:net';
import type { Endpoint } from '../../ollama/endpoint.ts';

/** Whether the address can be bound: lsof doesn't show other users' sockets, but binding fails on them. */
export function isFree({ host, port }: Endpoint): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => resolve(!('code' in error) || error.code !== 'EADDRINUSE'));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
