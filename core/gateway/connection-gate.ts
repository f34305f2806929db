import type { Socket } from 'node:net';
import { addressOf } from './caller-address.ts';

export interface ConnectionLimits {
  readonly connections: number;
  readonly connectionsPerAddress: number;
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

/** Counts the connections of all listeners of a gateway; one too many is told so and closed before anything of it is read. */
export const createConnectionGate = ({ connections, connectionsPerAddress }: ConnectionLimits) => {
  const perAddress = new Map<string, number>();
  let all = 0;
  return (socket: Socket): void => {
    const address = addressOf(socket);
    const here = perAddress.get(address) ?? 0;
    if (all >= connections || here >= connectionsPerAddress) {
      socket.on('error', () => undefined);
      socket.write(REFUSAL);
      socket.destroySoon();
      return;
    }
    all += 1;
    perAddress.set(address, here + 1);
    socket.once('close', () => {
      all -= 1;
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left > 0) perAddress.set(address, left);
      else perAddress.delete(address);
    });
  };
};
