import { exposureText } from '../../contract/derived/catalog/en/exposure.ts';
import { createSerialQueue } from '../async/serial-queue.ts';
import type { GatewayListener, ListenOnAddress } from '../gateway/gateway.ts';
import type { Listener } from './decide-bind.ts';
import type { FailedListener, Listening } from './exposure-state.ts';

/** Corral's own sockets on a port, on which nobody else can listen, and those that may be there at any moment. */
export interface HeldAddresses {
  /** Open, or being closed. */
  readonly held: readonly string[];
  readonly opening: readonly string[];
}

export interface ListenerManager {
  /** Closes listeners that aren't desired, then opens those that are. One that can't be opened is retried with the next call. */
  reconcile(desired: readonly Listener[], port: number): Promise<Listening>;
  /** As of now, in the middle of a `reconcile` too, which may wait for the gateway's thread. */
  held(port: number): HeldAddresses;
}

/** On a system without IPv6, where `localhost` has one address only. */
const NO_IPV6 = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
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

interface Place {
  readonly listener: Listener;
  readonly port: number;
}

function addressesOn(places: readonly Place[], on: number): string[] {
  return places.filter(({ port }) => port === on).map(({ listener }) => listener.address);
}

function isSame(a: Listener, b: Listener): boolean {
  return a.address === b.address && a.keyed === b.keyed;
}

/** Corral's own listeners on the port that clients use. Calls run one after another. */
export function createListenerManager(listen: ListenOnAddress): ListenerManager {
  let open: readonly (Place & { readonly handle: GatewayListener })[] = [];
  let opening: Place | null = null;
  const enqueue = createSerialQueue();
  const closeIf = async (isObsolete: (listener: Listener, port: number) => boolean) => {
    const obsolete = open.filter(({ listener, port }) => isObsolete(listener, port));
    const outcomes = await Promise.allSettled(obsolete.map(({ handle }) => handle.close()));
    // One that may still be open is shown so, and closed with the next call.
    const closed = obsolete.filter((_one, index) => outcomes[index]?.status === 'fulfilled');
    open = open.filter((one) => !closed.includes(one));
  };
  /** Why it couldn't be opened; null where it is open, or nobody needs it. */
  const openOne = async (listener: Listener, port: number): Promise<FailedListener | null> => {
    const { address, keyed } = listener;
    opening = { listener, port };
    try {
      const handle = await listen({ address, port, keyed });
      open = [...open, { listener, port, handle }];
      return null;
    } catch (error) {
      const code = codeOf(error);
      if (address === '::1' && NO_IPV6.includes(code)) return null;
      return { listener, code, problem: problemOf(error, listener, port) };
    } finally {
      opening = null;
    }
  };

  return {
    reconcile: (desired, port) =>
      enqueue(async () => {
        await closeIf((listener, at) => at !== port || !desired.some((one) => isSame(one, listener)));
        const failed: FailedListener[] = [];
        for (const listener of desired) {
          if (open.some((one) => isSame(one.listener, listener))) continue;
          const failure = await openOne(listener, port);
          if (failure !== null) failed.push(failure);
        }
        return { open: open.map(({ listener }) => listener), failed };
      }),
    held: (port) => ({
      held: addressesOn(open, port),
      opening: opening === null ? [] : addressesOn([opening], port),
    }),
  };
}
