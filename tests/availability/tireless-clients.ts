import type { RequestKind } from './request-kinds.ts';
import { type Caller, type Outcome, sendRequest } from './send-request.ts';

/** 20 requests a second. */
const INTERVAL_MS = 50;

/** Clients that never stop asking, whatever they get. */
export interface TirelessClients {
  readonly outcomes: readonly Outcome[];
  /** While `isAsking` is false for callers with a key, the others ask in their place. */
  setKeyed(isAsking: boolean): void;
  /** Resolves once that many more requests have got their whole response, of those that begin from now on. */
  served(count: number): Promise<void>;
  /** Resolves once every request that is in progress now has ended. */
  caughtUp(): Promise<void>;
  /** Resolves once no request of callers with a key is in progress. */
  keyedIdle(): Promise<void>;
  /** Stops asking, and resolves once every request has ended. */
  stop(): Promise<void>;
}

export interface ClientOptions {
  /** Asked in turn. */
  readonly callers: readonly Caller[];
  /** Asked for in turn. */
  readonly kinds: readonly RequestKind[];
}

/** Starts asking. Each kind is sent by each caller in turn, because the two numbers have no common divisor. */
export function startClients({ callers, kinds }: ClientOptions): TirelessClients {
  const outcomes: Outcome[] = [];
  const inProgress = new Map<Promise<void>, Caller>();
  const waiting = new Set<() => void>();
  let sent = 0;
  let isKeyedAsking = true;

  const until = (isReached: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!isReached()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  const send = (): void => {
    const asking = callers.filter(({ name }) => isKeyedAsking || name !== 'keyed');
    const caller = asking[sent % asking.length];
    const kind = kinds[sent % kinds.length];
    sent += 1;
    if (!caller || !kind) return;
    const request: Promise<void> = sendRequest(kind, caller).then((outcome) => {
      outcomes.push(outcome);
      inProgress.delete(request);
      for (const check of [...waiting]) check();
    });
    inProgress.set(request, caller);
  };
  const timer = setInterval(send, INTERVAL_MS);

  return {
    outcomes,
    setKeyed: (isAsking) => {
      isKeyedAsking = isAsking;
    },
    served: (count) => {
      const now = performance.now();
      return until(
        () => outcomes.filter(({ startedAt, result }) => startedAt >= now && result === 'whole').length >= count,
      );
    },
    caughtUp: async () => void (await Promise.all(inProgress.keys())),
    keyedIdle: () => until(() => ![...inProgress.values()].some(({ name }) => name === 'keyed')),
    stop: async () => {
      clearInterval(timer);
      await Promise.all(inProgress.keys());
    },
  };
}
