import { connect } from 'node:net';

export interface RawAnswer {
  /** Of every answer that came over the connection, in their order. */
  readonly statuses: readonly number[];
  readonly text: string;
  /** Who ended the connection before the time was up. */
  readonly closed: boolean;
}

export interface RawOptions {
  /** Written one after another, each after its pause in milliseconds. */
  readonly parts: readonly { readonly bytes: string | Buffer; readonly afterMs?: number }[];
  /** The connection is ended from our side when nothing has come for so long, in milliseconds. */
  readonly quietMs: number;
  readonly timeoutMs: number;
}

/** Of all status lines, also where one follows a body without a line's end; our own bodies hold none. */
function statusesIn(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)]
    .map(([, status]) => Number(status))
    .filter((status) => status !== 100);
}

/** Sends bytes as they are over a connection of their own, and reads whatever comes back. */
export function sendRaw(port: number, { parts, quietMs, timeoutMs }: RawOptions): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const timers: NodeJS.Timeout[] = [];
    let text = '';
    let closed = false;
    const finish = () => {
      for (const timer of timers) clearTimeout(timer);
      socket.destroy();
      resolve({ statuses: statusesIn(text), text, closed });
    };
    let quiet: NodeJS.Timeout | undefined;
    const listen = () => {
      clearTimeout(quiet);
      quiet = setTimeout(finish, quietMs);
      timers.push(quiet);
    };
    timers.push(setTimeout(finish, timeoutMs));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      listen();
    });
    socket.on('end', () => {
      closed = true;
    });
    // A connection that is reset is one that was closed.
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
