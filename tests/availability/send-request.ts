import { type Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { RequestKind } from './request-kinds.ts';

/** Who asks: a program on this Mac without a key, or one that arrives at a listener with keys. */
export interface Caller {
  readonly name: 'local' | 'keyed';
  /** Numeric. */
  readonly host: string;
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Keeps connections; without one each request opens its own. */
  readonly agent: Agent | false;
}

/** How a request ended. Times in milliseconds by `performance.now()`. */
export interface Outcome {
  readonly kind: string;
  readonly caller: string;
  readonly generates: boolean;
  readonly startedAt: number;
  /** When the first byte of the body arrived. */
  readonly firstByteAt: number | null;
  readonly endedAt: number;
  /** `cut`: a stream that had begun and isn't whole. */
  readonly result: 'whole' | 'cut' | 'failed';
  /** Why it isn't whole: a status, or the system's code. */
  readonly reason: string | null;
}

/** Longer than any wait that is allowed: a request that gets nothing at all is a failure too. */
const GIVE_UP_MS = 60_000;

interface Received {
  readonly status: number | null;
  readonly firstByteAt: number | null;
  readonly text: string;
  readonly errorCode: string | null;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

async function receive(sent: ClientRequest): Promise<Received> {
  let status: number | null = null;
  let firstByteAt: number | null = null;
  let text = '';
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      sent.once('response', resolve);
      sent.on('error', reject);
    });
    status = response.statusCode ?? 0;
    for await (const chunk of response.setEncoding('utf8')) {
      firstByteAt ??= performance.now();
      text += chunk;
    }
    return { status, firstByteAt, text, errorCode: null };
  } catch (error) {
    return { status, firstByteAt, text, errorCode: error instanceof Error ? codeOf(error) : String(error) };
  }
}

function resultOf(kind: RequestKind, { status, firstByteAt, text, errorCode }: Received): Outcome['result'] {
  if (errorCode === null && status === 200 && kind.isWhole(text)) return 'whole';
  return kind.isStreamed && status === 200 && firstByteAt !== null ? 'cut' : 'failed';
}

/** Sends one request and reads its response to the end. Never rejects. */
export async function sendRequest(kind: RequestKind, { name, agent, headers, ...address }: Caller): Promise<Outcome> {
  const startedAt = performance.now();
  const { method, path, body } = kind;
  const bodyHeaders =
    body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
  const signal = AbortSignal.timeout(GIVE_UP_MS);
  const sent = request({ ...address, method, path, agent, signal, headers: { ...headers, ...bodyHeaders } });
  const received = receive(sent);
  sent.end(body);
  const response = await received;
  const { status, firstByteAt, errorCode } = response;
  const result = resultOf(kind, response);
  const reason = result === 'whole' ? null : (errorCode ?? (status === 200 ? 'incomplete' : String(status)));
  const caller = `${name} ${address.host}${agent === false ? '' : ' (kept)'}`;
  return {
    kind: kind.name,
    caller,
    generates: kind.generates,
    startedAt,
    firstByteAt,
    endedAt: performance.now(),
    result,
    reason,
  };
}
