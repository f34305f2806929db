import { isLoopback } from '../os/is-loopback.ts';
import { LOOPBACK_NAMES } from './admission/host-rule.ts';
import { createKeyTraffic } from './admission/key-traffic.ts';
import { registerAuthenticatedRoutes } from './authenticated-routes.ts';
import { createBodyBudget } from './body/read-body.ts';
import { DEFAULT_LIMITS } from './gateway-limits.ts';
import type { GatewayOptions, GatewayParts } from './gateway-parts.ts';
import { clientAddress, forwardedClientIp } from './listener/client-address.ts';
import { createClientConnections } from './listener/client-connections.ts';
import { createConnectionLimiter } from './listener/connection-limiter.ts';
import { createHttpListener } from './listener/http-listener.ts';
import { createStallDetector } from './listener/stall-detector.ts';
import { registerLoopbackRoutes } from './loopback-routes.ts';

export interface ListenerOptions {
  /** An IP address of this Mac. */
  readonly address: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Without a key every route is open: for loopback only. */
  readonly keyed: boolean;
  /** Only a proxy of this Mac connects here, such as `tailscale serve`: the activity shows the client it names. It decides nothing. */
  readonly proxied?: boolean;
}

export interface GatewayListener {
  readonly port: number;
  /** Stops listening and ends the connections that are open. */
  close(): Promise<void>;
}

export interface Gateway {
  /** Rejects with EADDRINUSE where someone else listens there, and with EADDRNOTAVAIL where the address is gone. */
  listen(options: ListenerOptions): Promise<GatewayListener>;
  /** Closes all listeners. */
  close(): Promise<void>;
}

/** The reverse proxy in front of a server that only this Mac reaches: keyed for clients elsewhere, keyless on loopback. */
export function createGateway(options: GatewayOptions): Gateway {
  const { onUnexpected } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const parts: GatewayParts = {
    ...options,
    limits,
    traffic: createKeyTraffic(limits.requestsPerKey),
    stalls: createStallDetector(limits.stalledMs),
    budget: createBodyBudget({ perKey: limits.bodyBytesPerKey, inAll: limits.bodyBytesInAll }),
    connections: createConnectionLimiter(limits),
  };
  const open = new Set<GatewayListener>();
  const { traffic, keys } = parts;
  const forget = keys.onRevoked((id) => traffic.cancelAll(id));
  const endExpired = () => traffic.keys().filter(keys.hasExpired).forEach(traffic.cancelAll);
  const looks = setInterval(endExpired, limits.expiredMs).unref();

  return {
    async listen({ address, port, keyed, proxied = false }) {
      if (!keyed && !isLoopback(address)) throw new Error(`Nobody may listen on ${address} without a key.`);
      const isProxied = proxied && isLoopback(address);
      const app = createHttpListener({ limits, oneRoute: keyed, onUnexpected });
      app.server.on('connection', (socket) => parts.connections.take(socket, keyed));
      const names = () => [...options.hosts(), address, ...(isLoopback(address) ? LOOPBACK_NAMES : [])];
      const bound = () => {
        const at = app.server.address();
        return at !== null && typeof at === 'object' ? at.port : port;
      };
      const clients = createClientConnections();
      if (keyed)
        await registerAuthenticatedRoutes(app, parts, {
          clients,
          names,
          clientAddress: isProxied ? forwardedClientIp : clientAddress,
        });
      else {
        await registerLoopbackRoutes(app, parts, { clients, host: () => ({ own: names(), port: bound() }) });
      }
      try {
        await app.listen({ host: address, port });
      } catch (error) {
        await app.close();
        throw error;
      }
      const listener: GatewayListener = {
        port: bound(),
        async close() {
          open.delete(listener);
          clients.dismiss();
          await app.close();
        },
      };
      open.add(listener);
      return listener;
    },
    async close() {
      forget();
      clearInterval(looks);
      parts.stalls.close();
      await Promise.all([...open].map((listener) => listener.close()));
    },
  };
}
