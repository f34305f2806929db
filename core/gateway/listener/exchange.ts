import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** One request of a client and the response to it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Kept here, because a request loses its socket once its body is discarded. */
  readonly socket: Socket;
  readonly method: string;
  /** As it was sent. */
  readonly target: string;
  /** Belong to every response to this request, whoever sends it. */
  headers: Readonly<Record<string, string>>;
  /** The request waits for the server, its body unread. */
  isWaiting: boolean;
  /** Until when it may wait in all, by `performance.now()`; null as long as it hasn't had to. */
  waitsUntil: number | null;
  /** The response is complete, or the client has disconnected. */
  isOver(): boolean;
  /** Runs once the exchange is over, at once where it is. */
  onOver(run: (isComplete: boolean) => void): void;
}

export function createExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const { socket, method = '', url: target = '' } = request;
  const atEnd: ((isComplete: boolean) => void)[] = [];
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    for (const run of atEnd) run(response.writableFinished);
  };
  // One listener a request, however many parts of the gateway want to know: this is on the hot path.
  response.once('close', end);
  return {
    request,
    response,
    socket,
    method,
    target,
    headers: {},
    isWaiting: false,
    waitsUntil: null,
    // When a connection is destroyed, as for a revoked key, its response learns of it only a moment later.
    isOver: () => isOver || socket.destroyed,
    onOver(run) {
      if (isOver) run(response.writableFinished);
      else atEnd.push(run);
    },
  };
}

/** A request's target without its query, which is never recorded. */
export function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query === -1 ? target : target.slice(0, query);
}
