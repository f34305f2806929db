import { createCallers } from './callers.ts';
import { DEFAULT_LIMITS } from './gateway-limits.ts';
import { LOOPBACK_NAMES } from './host-rule.ts';
import { createHttpListener } from './http-listener.ts';
import { registerKeylessRequests } from './keyless-requests.ts';
import { createStallWatch } from './stall-watch.ts';

export interface LoopbackForwarderOptions {
  readonly address: string;
  readonly port: number;
  /** The address the server is bound to, as `http://HOST:PORT`. */
  readonly upstream: string;
}

export interface LoopbackForwarder {
  /** Stops listening and ends the connections that are open. */
  close(): Promise<void>;
}

/**
 * Keeps localhost working while the server itself listens on another address of this Mac only: a keyless listener without a
 * gateway around it. Rejects with EADDRINUSE where someone else listens there.
 */
export const openLoopbackForwarder = async (options: LoopbackForwarderOptions): Promise<LoopbackForwarder> => {
  const { address, port, upstream } = options;
  const { hostname, port: upstreamPort } = new URL(upstream);
  const endpoint = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(upstreamPort || 80) };
  const stalls = createStallWatch(DEFAULT_LIMITS.stalledMs);
  const app = createHttpListener({ limits: DEFAULT_LIMITS, oneRoute: false, onUnexpected: () => undefined });
  const parts = { upstream: () => endpoint, stalls, activity: null, own: null };
  const callers = createCallers();
  await registerKeylessRequests(app, parts, { callers, host: () => ({ own: LOOPBACK_NAMES, port }) });
  try {
    await app.listen({ host: address, port });
  } catch (error) {
    stalls.close();
    throw error;
  }
  return {
    async close() {
      stalls.close();
      callers.dismiss();
      await app.close();
    },
  };
};
