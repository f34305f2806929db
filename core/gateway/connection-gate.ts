import type { Socket } from 'node:net';
import { addressOf } from './caller-address.ts';

export interface ConnectionLimits {
  readonly connections: number;
  readonly connectionsPerAddress: number;
}

export interface ConnectionGate {
  /** Counts a connection that has just opened. Where no key is asked for, it needs to show none. */
  take(socket: Socket, needsKey: boolean): void;
  /** Whether the latest request on a connection came with a live key. */
  judged(socket: Socket, hasKey: boolean): void;
}

const BODY =
  '{"error":{"message":"Too many connections.","type":"too_many_connections","param":null,"code":"too_many_connections"}}';
const REFUSAL = [
  'HTTP/1.1 429 Too Many Requests',
  'Content-Type: application/json',
  `Content-Length: ${Buffer.byteLength(BODY)}`,
  'Retry-After: 1',
  'Connection: close',
  '',
  BODY,
].join('\r\n');

/** The connections of one address, or of all. */
interface Crowd {
  readonly limit: number;
  readonly open: Set<Socket>;
  /** Those that have shown no key, or none with their latest request; the oldest first. */
  readonly keyless: Set<Socket>;
}

const crowd = (limit: number): Crowd => ({ limit, open: new Set(), keyless: new Set() });

const refuse = (socket: Socket): void => {
  socket.on('error', () => undefined);
  socket.write(REFUSAL);
  socket.destroySoon();
};

/**
 * Counts the connections of all listeners of a gateway. Where there is no room left, the oldest that has shown no key makes way:
 * so a caller with a key gets in however many others hold on, from however many addresses. Only where all have shown one is
 * the newcomer refused, before anything of it is read.
 */
export const createConnectionGate = ({ connections, connectionsPerAddress }: ConnectionLimits): ConnectionGate => {
  const everyone = crowd(connections);
  const byAddress = new Map<string, Crowd>();
  const places = new Map<Socket, { readonly address: string; readonly crowds: readonly Crowd[] }>();

  const leave = (socket: Socket) => {
    const place = places.get(socket);
    if (!place) return;
    places.delete(socket);
    for (const { open, keyless } of place.crowds) {
      open.delete(socket);
      keyless.delete(socket);
    }
    if (byAddress.get(place.address)?.open.size === 0) byAddress.delete(place.address);
  };
  /** False where nobody can be asked to go. */
  const makeRoom = ({ limit, open, keyless }: Crowd): boolean => {
    if (open.size < limit) return true;
    const [oldest] = keyless;
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
      places.set(socket, { address, crowds });
      for (const { open, keyless } of crowds) {
        open.add(socket);
        if (needsKey) keyless.add(socket);
      }
      socket.once('close', () => leave(socket));
    },
    judged(socket, hasKey) {
      for (const { keyless } of places.get(socket)?.crowds ?? []) {
        if (hasKey) keyless.delete(socket);
        else keyless.add(socket);
      }
    },
  };
};
