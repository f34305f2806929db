import type { IncomingMessage } from 'node:http';
import {
  type GatewayFailure,
  UNSUPPORTED_HTTP_VERSION,
  UNSUPPORTED_TRANSFER_ENCODING,
} from '../policy/gateway-errors.ts';

/**
 * Why it isn't certain where a message ends, null where it is. Node's parser takes any list that ends with chunked for chunked, in
 * HTTP/1.0 too; another program in front of this one may see a second request in the same bytes (RFC 9112, 6.1 and 6.3).
 */
export function framingFailure({
  headers,
  httpVersion,
}: Pick<IncomingMessage, 'headers' | 'httpVersion'>): GatewayFailure | null {
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return UNSUPPORTED_HTTP_VERSION;
  // Several headers are joined to a list.
  const coding = headers['transfer-encoding'];
  if (coding === undefined) return null;
  return httpVersion === '1.1' && coding.toLowerCase() === 'chunked' ? null : UNSUPPORTED_TRANSFER_ENCODING;
}
