import { MAX_JSON_BYTES } from './body/request-body.ts';

const SECOND = 1000;
const MIB = 1024 * 1024;

/** What one gateway takes at most. Times in milliseconds, sizes in bytes. */
export interface GatewayLimits {
  /** Open connections, all listeners together. Where there are so many, those without a key make way, then idle ones. */
  readonly connections: number;
  /** Those of one address; a team behind one proxy shares one. */
  readonly connectionsPerAddress: number;
  /** Requests under way with one key. */
  readonly requestsPerKey: number;
  /** A JSON body or a form. */
  readonly bodyBytes: number;
  /** Such bodies of more than 64 KiB that are held at the same time, of one key and of all. */
  readonly bodyBytesPerKey: number;
  readonly bodyBytesInAll: number;
  readonly headerBytes: number;
  /** For all headers of a request, from the opening of the connection, or from the first byte of a later request. */
  readonly headersMs: number;
  /** For all of a JSON body or a form. */
  readonly bodyMs: number;
  /** Without a byte of a body, in either direction, while the other side waits for one. Says nothing of a model that is loading. */
  readonly stalledMs: number;
  /** An open connection without a request. */
  readonly keepAliveMs: number;
  /** A request whose key runs out while it is under way is ended within so long. */
  readonly expiredMs: number;
  /** A refused client may go on sending for so long, that it gets to read why. */
  readonly lingerMs: number;
}

export const DEFAULT_LIMITS: GatewayLimits = {
  connections: 4096,
  connectionsPerAddress: 1280,
  requestsPerKey: 1024,
  bodyBytes: MAX_JSON_BYTES,
  bodyBytesPerKey: 96 * MIB,
  bodyBytesInAll: 256 * MIB,
  headerBytes: 16 * 1024,
  headersMs: 15 * SECOND,
  bodyMs: 300 * SECOND,
  stalledMs: 60 * SECOND,
  keepAliveMs: 65 * SECOND,
  expiredMs: 5 * SECOND,
  lingerMs: 2 * SECOND,
};
