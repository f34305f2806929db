const SECOND = 1000;
const MIB = 1024 * 1024;

/** What a JSON body or a form may hold at most; with images in it, one stays well below. */
const MAX_BODY_BYTES = 32 * MIB;

/** What one gateway accepts at most. Times in milliseconds, sizes in bytes. */
export interface GatewayLimits {
  /** Open connections of all listeners. At the limit, those without a key are closed first, then idle ones. */
  readonly connections: number;
  /** Connections of one address; a team behind one proxy shares one. */
  readonly connectionsPerAddress: number;
  /** Requests in progress with one key. */
  readonly requestsPerKey: number;
  /** Requests that wait for a server that starts or restarts. */
  readonly waiting: number;
  /** A JSON body or a form. */
  readonly bodyBytes: number;
  /** Such bodies of more than 64 KiB that are in memory at the same time, of one key and of all keys. */
  readonly bodyBytesPerKey: number;
  readonly bodyBytesInAll: number;
  readonly headerBytes: number;
  /** For all headers of a request, from the opening of the connection, or from the first byte of a later request. */
  readonly headersMs: number;
  /** For all of a JSON body or a form. */
  readonly bodyMs: number;
  /** Without a byte of a body, in either direction, while the other side waits for one. Doesn't limit how long a model loads. */
  readonly stalledMs: number;
  /** An open connection without a request. */
  readonly keepAliveMs: number;
  /** How often requests in progress are checked for a key that has expired since. */
  readonly expiryCheckMs: number;
  /** How long a client that got an error before its request was complete may keep sending, so that it reads the error. */
  readonly lingerMs: number;
}

export const DEFAULT_LIMITS: GatewayLimits = {
  connections: 4096,
  connectionsPerAddress: 1280,
  requestsPerKey: 1024,
  waiting: 256,
  bodyBytes: MAX_BODY_BYTES,
  bodyBytesPerKey: 96 * MIB,
  bodyBytesInAll: 256 * MIB,
  headerBytes: 16 * 1024,
  headersMs: 15 * SECOND,
  bodyMs: 300 * SECOND,
  stalledMs: 60 * SECOND,
  keepAliveMs: 65 * SECOND,
  expiryCheckMs: 5 * SECOND,
  lingerMs: 2 * SECOND,
};
