import { exposureText } from '../../contract/derived/catalog/en/exposure.ts';
import { createSerialQueue } from '../async/serial-queue.ts';
import type { GatewayListener, ListenOnAddress } from '../gateway/gateway.ts';
import type { Listener } from './decide-bind.ts';

export interface ListenerManager {
  /** Closes listeners that aren't desired, then opens those that are. One that can't be opened is retried with the next call. */
  reconcile(desired: readonly Listener[], port: number): Promise<void>;
  /** Those that are open. */
  listening(): readonly Listener[];
  /** Of those that are open. */
  addresses(): readonly string[];
  /** Why desired listeners aren't open, a sentence each. */
  problems(): readonly string[];
  close(): Promise<void>;
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE') return exposureText('listener.inUse');
  // An IPv6 address appears a moment before it can be used: the system first checks that no other device has it.
  if (code === 'EADDRNOTAVAIL') return exposureText('listener.unavailable');
  if (code === 'EACCES') return exposureText('listener.notAllowed');
  return error instanceof Error ? error.message : String(error);
}

function problemOf(error: unknown, { address, reach }: Listener, port: number): string {
  const reason = reasonOf(error);
  return reach === 'thisMac'
    ? exposureText('listener.thisMac', { port: String(port), reason, address })
    : exposureText('listener.others', { reason, address });
}

function isSame(a: Listener, b: Listener): boolean {
  return a.address === b.address && a.keyed === b.keyed;
}

/** Corral's own listeners on the server's port. Calls run one after another. */
export function createListenerManager(listen: ListenOnAddress): ListenerManager {
  let open: readonly { readonly listener: Listener; readonly port: number; readonly handle: GatewayListener }[] = [];
  let problems: readonly string[] = [];
  const enqueue = createSerialQueue();
  const closeIf = async (isObsolete: (listener: Listener, port: number) => boolean) => {
    const obsolete = open.filter(({ listener, port }) => isObsolete(listener, port));
    open = open.filter((one) => !obsolete.includes(one));
    await Promise.all(obsolete.map(({ handle }) => handle.close()));
  };

  return {
    reconcile: (desired, port) =>
      enqueue(async () => {
        await closeIf((listener, at) => at !== port || !desired.some((one) => isSame(one, listener)));
        const failed: string[] = [];
        for (const listener of desired) {
          if (open.some((one) => isSame(one.listener, listener))) continue;
          try {
            const handle = await listen({ address: listener.address, port, keyed: listener.keyed });
            open = [...open, { listener, port, handle }];
          } catch (error) {
            failed.push(problemOf(error, listener, port));
          }
        }
        problems = failed;
      }),
    listening: () => open.map(({ listener }) => listener),
    addresses: () => open.map(({ listener }) => listener.address),
    problems: () => problems,
    close: () =>
      enqueue(async () => {
        problems = [];
        await closeIf(() => true);
      }),
  };
}
