import { createSerialQueue } from '../async/serial-queue.ts';
import type { Gateway, GatewayListener } from '../gateway/gateway.ts';
import type { Listener } from './decide-bind.ts';

export interface ListenerKeeper {
  /** Closes what isn't wanted any more, then opens what is and isn't open yet; what can't be opened is tried again at the next call. */
  reconcile(desired: readonly Listener[], port: number): Promise<void>;
  listening(): readonly Listener[];
  /** Why wanted listeners aren't open, a sentence each. */
  problems(): readonly string[];
  close(): Promise<void>;
}

/** By the system's code. */
const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  // An address of IPv6 is there a moment before it can be used: the system first asks whether somebody else has it.
  EADDRNOTAVAIL: 'this Mac can’t use that address yet, or has it no longer',
  EACCES: 'the system doesn’t allow that port',
};

const whyNot = (error: unknown, { address, reach }: Listener, port: number): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
  const who =
    reach === 'thisMac' ? `Programs on this Mac can’t use http://localhost:${port}` : `Nobody can use ${address}`;
  return `${who}: ${reason} (${address}). Corral goes on trying.`;
};

function isSame(a: Listener, b: Listener): boolean {
  return a.address === b.address && a.keyed === b.keyed;
}

/** Corral's own listeners beside the server. Calls are run one after another. */
export function createListenerManager(listen: Gateway['listen']): ListenerKeeper {
  let open: readonly { readonly listener: Listener; readonly port: number; readonly handle: GatewayListener }[] = [];
  let problems: readonly string[] = [];
  const enqueue = createSerialQueue();
  const closeAll = async (isUnwanted: (listener: Listener, port: number) => boolean) => {
    const unwanted = open.filter(({ listener, port }) => isUnwanted(listener, port));
    open = open.filter((one) => !unwanted.includes(one));
    await Promise.all(unwanted.map(({ handle }) => handle.close()));
  };

  return {
    reconcile: (desired, port) =>
      enqueue(async () => {
        await closeAll((listener, at) => at !== port || !desired.some((one) => isSame(one, listener)));
        const failed: string[] = [];
        for (const listener of desired) {
          if (open.some((one) => isSame(one.listener, listener))) continue;
          try {
            const handle = await listen({ address: listener.address, port, keyed: listener.keyed });
            open = [...open, { listener, port, handle }];
          } catch (error) {
            failed.push(whyNot(error, listener, port));
          }
        }
        problems = failed;
      }),
    listening: () => open.map(({ listener }) => listener),
    problems: () => problems,
    close: () =>
      enqueue(async () => {
        problems = [];
        await closeAll(() => true);
      }),
  };
}
