import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Looks made in the time that counts as stalled. */
const LOOKS = 4;

interface Watched {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  /** Bytes in and out when something last moved, and how many looks ago that was. */
  moved: number;
  looks: number;
}

export interface StallWatch {
  /** Watches an exchange until it is over. */
  add(request: IncomingMessage, response: ServerResponse): void;
  close(): void;
}

/**
 * Closes the connections of clients who neither send the rest of their request nor read the answer for `stalledMs`, and so hold
 * a place at the server. One that waits for an answer that has not begun is left alone.
 */
export function createStallDetector(stalledMs: number): StallWatch {
  const watched = new Set<Watched>();
  const look = (one: Watched) => {
    const { request, socket } = one;
    const { bytesRead, bytesWritten, writableLength } = socket;
    // Also of an answer that is written whole and lies in our memory.
    const ours = !request.complete || writableLength > 0;
    const moved = bytesRead + bytesWritten - writableLength;
    one.looks = ours && moved === one.moved ? one.looks + 1 : 0;
    one.moved = moved;
    if (one.looks >= LOOKS) socket.destroy();
  };
  const timer = setInterval(() => watched.forEach(look), stalledMs / LOOKS);
  timer.unref();
  return {
    add(request, response) {
      const one = { request, socket: request.socket, moved: -1, looks: 0 };
      watched.add(one);
      response.once('close', () => watched.delete(one));
    },
    close: () => clearInterval(timer),
  };
}
