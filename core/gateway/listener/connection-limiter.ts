import type { Socket } from 'node:net';
import { TOO_MANY_CONNECTIONS } from '../policy/gateway-errors.ts';
import type { GatewayLimits } from '../policy/gateway-limits.ts';
import { peerAddress } from './client-address.ts';
import { writeRawError } from './raw-error-response.ts';

export type ConnectionLimits = Pick<GatewayLimits, 'connections' | 'connectionsPerAddress'>;

export interface ConnectionLimiter {
  /** Counts a new connection. `needsKey` is false where no key is required: the connection never counts as one without a key. */
  acquire(socket: Socket, needsKey: boolean): void;
  /** A request has begun on a connection, with a valid key or without. */
  onRequest(socket: Socket, hasKey: boolean): void;
  /** A request with a key is over. */
  onResponse(socket: Socket): void;
}

/** The connections of one address, or of all. */
interface ConnectionPool {
  readonly limit: number;
  readonly open: Set<Socket>;
  /** Those that have presented no key, or none with their latest request; the oldest first. */
  readonly keyless: Set<Socket>;
  /** Those that have, and wait for their next request; the one that waits longest first. */
  readonly idle: Set<Socket>;
}

interface Connection {
  readonly address: string;
  readonly pools: readonly ConnectionPool[];
  /** Requests with a key that are in progress. */
  activeRequests: number;
}

function createPool(limit: number): ConnectionPool {
  return { limit, open: new Set(), keyless: new Set(), idle: new Set() };
}

function reject(socket: Socket): void {
  socket.on('error', () => undefined);
  writeRawError(socket, TOO_MANY_CONNECTIONS);
}

/**
 * Counts the connections of all listeners of a gateway. At a limit, the oldest connection that has presented no key is closed, so
 * a client with a key can connect however many others hold connections, from however many addresses. If all have presented a key,
 * the one that has been idle longest is closed. Only if all wait for responses is the new one rejected, before anything of it is
 * read.
 */
export function createConnectionLimiter({ connections, connectionsPerAddress }: ConnectionLimits): ConnectionLimiter {
  const all = createPool(connections);
  const byAddress = new Map<string, ConnectionPool>();
  const known = new Map<Socket, Connection>();

  const release = (socket: Socket): void => {
    const connection = known.get(socket);
    if (!connection) return;
    known.delete(socket);
    for (const { open, keyless, idle } of connection.pools) {
      for (const sockets of [open, keyless, idle]) sockets.delete(socket);
    }
    if (byAddress.get(connection.address)?.open.size === 0) byAddress.delete(connection.address);
  };
  /** False where no connection may be closed for a new one. */
  const makeRoom = ({ limit, open, keyless, idle }: ConnectionPool): boolean => {
    if (open.size < limit) return true;
    const [oldest] = keyless.size > 0 ? keyless : idle;
    if (!oldest) return false;
    release(oldest);
    oldest.destroy();
    return true;
  };

  return {
    acquire(socket, needsKey) {
      const address = peerAddress(socket);
      const ofAddress = byAddress.get(address) ?? createPool(connectionsPerAddress);
      if (!makeRoom(ofAddress) || !makeRoom(all)) return reject(socket);
      const pools = [ofAddress, all];
      byAddress.set(address, ofAddress);
      known.set(socket, { address, pools, activeRequests: 0 });
      for (const { open, keyless } of pools) {
        open.add(socket);
        if (needsKey) keyless.add(socket);
      }
      socket.once('close', () => release(socket));
    },
    onRequest(socket, hasKey) {
      const connection = known.get(socket);
      if (!connection) return;
      if (hasKey) connection.activeRequests += 1;
      for (const { keyless, idle } of connection.pools) {
        idle.delete(socket);
        if (hasKey) keyless.delete(socket);
        else keyless.add(socket);
      }
    },
    onResponse(socket) {
      const connection = known.get(socket);
      if (!connection) return;
      connection.activeRequests -= 1;
      if (connection.activeRequests === 0) for (const { idle } of connection.pools) idle.add(socket);
    },
  };
}
