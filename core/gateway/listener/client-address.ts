import type { IncomingMessage } from 'node:http';
import { isIP, type Socket } from 'node:net';

/** The peer's address, without the form that IPv6 gives an IPv4 one. */
export function addressOf(socket: Socket): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

export function clientAddress({ socket }: IncomingMessage): string {
  return addressOf(socket);
}

/** The address that a proxy of ours names as the client's: it sets the header anew, so there is one. */
export function forwardedClientIp(request: IncomingMessage): string {
  const [named, ...more] = request.headersDistinct['x-forwarded-for'] ?? [];
  return named !== undefined && more.length === 0 && isIP(named) > 0 ? named : clientAddress(request);
}
