import type { Socket } from 'node:net';
import type { GatewayFailure } from '../gateway-error.ts';
import { addressOf } from './client-address.ts';
import { writeRawError } from './raw-error-response.ts';

export interface ConnectionLimits {
  readonly connections: number;
  readonly connectionsPerAddress: number;
}

export interface ConnectionGate {
  /** Counts a connection that has just opened. Where no key is asked for, it needs to show none. */
  take(socket: Socket, needsKey: boolean): void;
  /** A request has begun on a connection, with a live key or without. */
  asked(socket: Socket, hasKey: boolean): void;
  /** A request that came with a key is over. */
  answered(socket: Socket): void;
}

const TOO_MANY_CONNECTIONS: GatewayFailure = {
  status: 429,
  type: 'too_many_connections',
  message: 'Too many connections.',
  headers: { 'retry-after': '1' },
};

/** The connections of one address, or of all. */
interface ConnectionPool {
  readonly limit: number;
  readonly open: Set<Socket>;
  /** Those that have shown no key, or none with their latest request; the oldest first. */
  readonly keyless: Set<Socket>;
  /** Those that have, and wait for their next request; the one that waits longest first. */
  readonly idle: Set<Socket>;
}

interface Place {
  readonly address: string;
  readonly crowds: readonly ConnectionPool[];
  /** Requests with a key that are under way. */
  running: number;
}

function crowd(limit: number): ConnectionPool {
  return { limit, open: new Set(), keyless: new Set(), idle: new Set() };
}

function refuse(socket: Socket): void {
  socket.on('error', () => undefined);
  writeRawError(socket, TOO_MANY_CONNECTIONS);
}

/**
 * Counts the connections of all listeners of a gateway. Where there is no room left, the oldest that has shown no key makes way:
 * so a client with a key gets in however many others hold on, from however many addresses. Where all have shown one, it is the
 * one that has asked nothing for the longest time, and only where all wait for answers is the newcomer refused, before
 * anything of it is read.
 */
export function createConnectionLimiter({ connections, connectionsPerAddress }: ConnectionLimits): ConnectionGate {
  const everyone = crowd(connections);
  const byAddress = new Map<string, ConnectionPool>();
  const places = new Map<Socket, Place>();

  const leave = (socket: Socket) => {
    const place = places.get(socket);
    if (!place) return;
    places.delete(socket);
    for (const { open, keyless, idle } of place.crowds) {
      for (const those of [open, keyless, idle]) those.delete(socket);
    }
    if (byAddress.get(place.address)?.open.size === 0) byAddress.delete(place.address);
  };
  /** False where nobody can be asked to go. */
  const makeRoom = ({ limit, open, keyless, idle }: ConnectionPool): boolean => {
    if (open.size < limit) return true;
    const [oldest] = keyless.size > 0 ? keyless : idle;
    if (!oldest) return false;
    leave(oldest);
    oldest.destroy();
    return true;
  };

  return {
    take(socket, needsKey) {
      const address = addressOf(socket);
      const here = byAddress.get(address) ?? crowd(connectionsPerAddress);
      if (!makeRoom(here) || !makeRoom(everyone)) return refuse(socket);
      const crowds = [here, everyone];
      byAddress.set(address, here);
      places.set(socket, { address, crowds, running: 0 });
      for (const { open, keyless } of crowds) {
        open.add(socket);
        if (needsKey) keyless.add(socket);
      }
      socket.once('close', () => leave(socket));
    },
    asked(socket, hasKey) {
      const place = places.get(socket);
      if (!place) return;
      if (hasKey) place.running += 1;
      for (const { keyless, idle } of place.crowds) {
        idle.delete(socket);
        if (hasKey) keyless.delete(socket);
        else keyless.add(socket);
      }
    },
    answered(socket) {
      const place = places.get(socket);
      if (!place) return;
      place.running -= 1;
      if (place.running === 0) for (const { idle } of place.crowds) idle.add(socket);
    },
  };
}
