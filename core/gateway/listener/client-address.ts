import type { IncomingMessage } from 'node:http';
import { isIP, type Socket } from 'node:net';

/** The peer's address, without the form that IPv6 gives an IPv4 one. */
export const addressOf = (socket: Socket): string => (socket.remoteAddress ?? '').replace(/^::ffff:/, '');

export const callerOf = ({ socket }: IncomingMessage): string => addressOf(socket);

/** The address that a proxy of ours names as the caller's: it sets the header anew, so there is one. */
export const forwardedClientIp = (request: IncomingMessage): string => {
  const [named, ...more] = request.headersDistinct['x-forwarded-for'] ?? [];
  return named !== undefined && more.length === 0 && isIP(named) > 0 ? named : callerOf(request);
};
