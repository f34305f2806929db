import type { OutgoingHttpHeaders } from 'node:http';
import { failureBody, type GatewayFailure } from '../policy/gateway-errors.ts';
import type { Exchange } from './exchange.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

export interface WholeResponse {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly type?: string;
  readonly body: string;
}

/** Sends a response that is known as a whole. */
export function sendResponse(
  { response, headers: common }: Exchange,
  { status, headers, type = JSON_TYPE, body }: WholeResponse,
): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...headers, ...common, 'content-type': type, 'content-length': length });
  response.end(body);
}

/** Sends an error as the clients of that path expect it; null for a request whose path is unknown. */
export function sendFailure(exchange: Exchange, failure: GatewayFailure, path: string | null): void {
  const { status, headers } = failure;
  sendResponse(exchange, { status, ...(headers ? { headers } : {}), body: JSON.stringify(failureBody(failure, path)) });
}

/** Tells a client that waits for it (`Expect: 100-continue`) to send its body; see `createHttpListener`. */
export function sendContinue({ request, response }: Exchange): void {
  if (request.headers.expect !== undefined && request.httpVersion === '1.1') response.writeContinue();
}
