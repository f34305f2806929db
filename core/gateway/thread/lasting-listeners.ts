import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createCondition } from '../../async/condition.ts';
import type { GatewayListener, ListenerOptions } from '../gateway.ts';
import { WorkerGoneError, type WorkerLife } from './worker-life.ts';

/** Another process has taken the address while there was no worker. Milliseconds. */
const RETRY_DELAY_MS = 1_000;

/** A listener that is opened again in each worker. */
export interface LastingListener extends GatewayListener {
  /** Resolves when it is open, in whichever worker, and when it won't be any more. */
  whenOpen(): Promise<void>;
}

export interface LastingListeners {
  /** Waits for a worker where there is none. @throws what the worker does, such as EADDRINUSE */
  listen(options: ListenerOptions): Promise<LastingListener>;
  /** Opens them all in a new worker; null while there is none. */
  follow(life: WorkerLife | null): void;
  close(): void;
}

export interface LastingListenersOptions {
  readonly logger: Pick<Logger, 'warn'>;
  /** Called when one can't be opened again, and when it can be after all. */
  readonly onConflict: () => void;
}

interface Entry {
  /** With the port that it got first. */
  options: ListenerOptions;
  /** The worker that has it, and the number by which that knows it. */
  opened: { readonly life: WorkerLife; readonly listener: number } | null;
  opening: Promise<void>;
}

function withPort(options: ListenerOptions, port: number): ListenerOptions {
  return 'path' in options ? options : { ...options, port };
}

function place(options: ListenerOptions): string {
  return 'path' in options ? options.path : `${options.address} port ${options.port}`;
}

/** The listeners that are wanted, whichever worker there is. */
export function createLastingListeners({ logger, onConflict }: LastingListenersOptions): LastingListeners {
  const entries = new Set<Entry>();
  const changed = createCondition();
  let life: WorkerLife | null = null;
  let isClosed = false;

  const closeIn = async ({ opened }: Entry): Promise<void> => {
    await opened?.life.call({ do: 'closeListener', listener: opened.listener }).catch(() => undefined);
  };
  /** @throws WorkerGoneError, and what the worker does */
  const open = async (entry: Entry): Promise<void> => {
    const target = life;
    if (target === null) throw new WorkerGoneError();
    const { listener, port } = await target.call({ do: 'listen', options: entry.options });
    entry.options = withPort(entry.options, port);
    entry.opened = { life: target, listener };
    changed.notify();
  };
  const openAgain = async (entry: Entry): Promise<void> => {
    const target = life;
    let hasFailed = false;
    while (entries.has(entry) && life === target) {
      try {
        await open(entry);
        if (hasFailed) onConflict();
        return;
      } catch (error) {
        if (error instanceof WorkerGoneError) return;
        if (!hasFailed) onConflict();
        hasFailed = true;
        logger.warn(error, `gateway: can’t listen again on ${place(entry.options)}`);
        await delay(RETRY_DELAY_MS, undefined, { ref: false });
      }
    }
  };
  const openFirst = async (entry: Entry): Promise<void> => {
    for (;;) {
      const tried = life;
      try {
        return await open(entry);
      } catch (error) {
        if (isClosed || !(error instanceof WorkerGoneError)) throw error;
        await changed.waitUntil(() => isClosed || (life !== null && life !== tried));
      }
    }
  };

  return {
    async listen(options) {
      const entry: Entry = { options, opened: null, opening: Promise.resolve() };
      await openFirst(entry);
      entries.add(entry);
      // It may have been opened in a worker that is gone by now.
      if (entry.opened?.life !== life) entry.opening = openAgain(entry);
      return {
        port: 'path' in entry.options ? 0 : entry.options.port,
        whenOpen: () =>
          changed.waitUntil(() => isClosed || !entries.has(entry) || (life !== null && entry.opened?.life === life)),
        async close() {
          entries.delete(entry);
          changed.notify();
          await entry.opening;
          await closeIn(entry);
        },
      };
    },
    follow(next) {
      life = next;
      changed.notify();
      if (next !== null) for (const entry of entries) entry.opening = openAgain(entry);
    },
    close() {
      isClosed = true;
      life = null;
      changed.notify();
    },
  };
}
