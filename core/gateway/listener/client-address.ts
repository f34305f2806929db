import type { IncomingMessage } from 'node:http';
import { isIP, type Socket } from 'node:net';

/** The peer's address; an IPv4 address without the prefix that it has on an IPv6 socket. */
export function peerAddress(socket: Socket): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

export function clientAddress({ socket }: IncomingMessage): string {
  return peerAddress(socket);
}

/** The client's address as our own proxy forwards it. The proxy replaces the header, so there is exactly one value. */
export function forwardedClientIp(request: IncomingMessage): string {
  const [forwarded, ...more] = request.headersDistinct['x-forwarded-for'] ?? [];
  return forwarded !== undefined && more.length === 0 && isIP(forwarded) > 0 ? forwarded : clientAddress(request);
}
