import { connect } from 'node:net';

export interface RawResponse {
  /** Of every response on the connection, in order. */
  readonly statuses: readonly number[];
  readonly text: string;
  /** The other side closed the connection before the timeout. */
  readonly closed: boolean;
}

export interface RawOptions {
  /** 127.0.0.1 if absent. */
  readonly address?: string;
  /** Written one after another, each after a delay in milliseconds. */
  readonly parts: readonly { readonly bytes: string | Buffer; readonly afterMs?: number }[];
  /** The connection is closed from our side when nothing has arrived for this long. */
  readonly quietMs: number;
  readonly timeoutMs: number;
}

/** Of all status lines, also one that follows a body without a line break; our own bodies contain none. */
function statusesIn(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)]
    .map(([, status]) => Number(status))
    .filter((status) => status !== 100);
}

/** Sends bytes unchanged over a connection of their own, and reads whatever arrives. */
export function sendRaw(
  port: number,
  { address = '127.0.0.1', parts, quietMs, timeoutMs }: RawOptions,
): Promise<RawResponse> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    const timers: NodeJS.Timeout[] = [];
    let text = '';
    let closed = false;
    const finish = () => {
      for (const timer of timers) clearTimeout(timer);
      socket.destroy();
      resolve({ statuses: statusesIn(text), text, closed });
    };
    let quiet: NodeJS.Timeout | undefined;
    const waitForMore = () => {
      clearTimeout(quiet);
      quiet = setTimeout(finish, quietMs);
      timers.push(quiet);
    };
    timers.push(setTimeout(finish, timeoutMs));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      waitForMore();
    });
    socket.on('end', () => {
      closed = true;
    });
    // A reset connection is a closed one.
    socket.on('error', () => {
      closed = true;
    });
    socket.on('close', finish);
    let wait = 0;
    for (const { bytes, afterMs = 0 } of parts) {
      wait += afterMs;
      if (wait === 0) socket.write(bytes);
      else timers.push(setTimeout(() => socket.write(bytes), wait));
    }
  });
}
