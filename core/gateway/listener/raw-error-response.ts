import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type GatewayFailure, openAiErrorBody } from '../policy/gateway-errors.ts';

/** Sends an error on a connection on which no request could be read, and closes it. */
export function writeRawError(socket: Socket, failure: GatewayFailure): void {
  const { status, headers } = failure;
  const body = JSON.stringify(openAiErrorBody(failure));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}
