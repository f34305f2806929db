import { type LoopbackForwarder, openLoopbackForwarder } from '../gateway/loopback-forwarder.ts';
import type { BindDecision } from './decide-bind.ts';

export interface LocalhostKeeper {
  /** Opens what the decision asks for and isn't open yet. Resolves to why localhost can't be kept, null where it is or needn't be. */
  open(decision: BindDecision, at: { readonly port: number; readonly upstream: string }): Promise<string | null>;
  /** Addresses that lead to the server now. */
  listening(): readonly string[];
  close(): Promise<void>;
}

const whyNot = (error: unknown, address: string, port: number): string => {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const reason = taken ? 'another program listens there' : String(error);
  return `Programs on this Mac can’t use http://localhost:${port}: ${reason} (${address}).`;
};

/** The loopback forwarders of a server that listens elsewhere. Calls are run one after another. */
export const createLocalhostKeeper = (): LocalhostKeeper => {
  const forwarders = new Map<string, LoopbackForwarder>();
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const turn = last.then(run, run);
    last = turn;
    return turn;
  };
  return {
    open: (decision, { port, upstream }) =>
      inTurn(async () => {
        for (const address of decision.forwarders) {
          if (forwarders.has(address)) continue;
          try {
            forwarders.set(address, await openLoopbackForwarder({ address, port, upstream }));
          } catch (error) {
            return whyNot(error, address, port);
          }
        }
        return null;
      }),
    listening: () => [...forwarders.keys()],
    close: () =>
      inTurn(async () => {
        await Promise.all([...forwarders.values()].map((forwarder) => forwarder.close()));
        forwarders.clear();
      }),
  };
};
