import { createUpstreamClient } from '../http/upstream-client.ts';
import { isLoopback } from '../os/is-loopback.ts';
import { LOOPBACK_NAMES } from './admission/host-rule.ts';
import { createKeyTraffic } from './admission/key-traffic.ts';
import { registerAuthenticatedRoutes } from './authenticated-routes.ts';
import { createBodyBudget } from './body/read-body.ts';
import type { GatewayOptions, GatewayParts } from './gateway-parts.ts';
import { clientAddress, forwardedClientIp } from './listener/client-address.ts';
import { createClientConnections } from './listener/client-connections.ts';
import { createConnectionLimiter } from './listener/connection-limiter.ts';
import { createHttpListener } from './listener/http-listener.ts';
import { createStallDetector } from './listener/stall-detector.ts';
import { registerLoopbackRoutes } from './loopback-routes.ts';
import { DEFAULT_LIMITS } from './policy/gateway-limits.ts';

export interface ListenerOptions {
  /** An IP address of this Mac. */
  readonly address: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Whether a key is required. Without one every route is open, so only loopback may do without. */
  readonly keyed: boolean;
  /**
   * Only a proxy on this Mac connects here, such as `tailscale serve`: Activity shows the client's address that it forwards.
   * No decision depends on it.
   */
  readonly proxied?: boolean;
}

export interface GatewayListener {
  readonly port: number;
  /** Stops listening and closes the open connections. */
  close(): Promise<void>;
}

export interface Gateway {
  /** @throws EADDRINUSE when the port is in use, EADDRNOTAVAIL when this Mac no longer has the address */
  listen(options: ListenerOptions): Promise<GatewayListener>;
  /** Closes all listeners. */
  close(): Promise<void>;
}

/** Cancels requests in progress when their key is revoked or expires. The returned function stops it. */
function watchKeys({ keys, traffic, limits }: GatewayParts): () => void {
  const unsubscribe = keys.onRevoked(traffic.cancelAll);
  const cancelExpired = () => traffic.keys().filter(keys.hasExpired).forEach(traffic.cancelAll);
  const timer = setInterval(cancelExpired, limits.expiryCheckMs).unref();
  return () => {
    unsubscribe();
    clearInterval(timer);
  };
}

/** An HTTP server for one listener, with its routes; it doesn't listen yet. */
function createListener(parts: GatewayParts, { address, port, keyed, proxied = false }: ListenerOptions) {
  const isLocal = isLoopback(address);
  const { limits, onUnexpected } = parts;
  const app = createHttpListener({ limits, singleRoute: keyed, onUnexpected });
  app.server.on('connection', (socket) => parts.connections.acquire(socket, keyed));
  const boundPort = () => {
    const bound = app.server.address();
    return bound !== null && typeof bound === 'object' ? bound.port : port;
  };
  const hosts = () => [...parts.hosts(), address, ...(isLocal ? LOOPBACK_NAMES : [])];
  const clients = createClientConnections();
  if (keyed) {
    const readAddress = proxied && isLocal ? forwardedClientIp : clientAddress;
    registerAuthenticatedRoutes(app, parts, { clients, hosts, clientAddress: readAddress });
  } else registerLoopbackRoutes(app, parts, { clients, hostRule: () => ({ hosts: hosts(), port: boundPort() }) });
  return { app, clients, boundPort };
}

/** The reverse proxy in front of a server that only this Mac can reach: with keys for other devices, without on loopback. */
export function createGateway(options: GatewayOptions): Gateway {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const parts: GatewayParts = {
    ...options,
    limits,
    client: createUpstreamClient({ keepAlive: true }),
    traffic: createKeyTraffic(limits.requestsPerKey),
    stalls: createStallDetector(limits.stalledMs),
    budget: createBodyBudget({ perKey: limits.bodyBytesPerKey, inAll: limits.bodyBytesInAll }),
    connections: createConnectionLimiter(limits),
  };
  const open = new Set<GatewayListener>();
  const stopWatching = watchKeys(parts);
  return {
    async listen(listenerOptions) {
      const { address, port, keyed } = listenerOptions;
      if (!keyed && !isLoopback(address)) throw new Error(`Refusing to listen on ${address} without a key.`);
      const { app, clients, boundPort } = createListener(parts, listenerOptions);
      try {
        await app.listen({ host: address, port });
      } catch (error) {
        await app.close();
        throw error;
      }
      const listener: GatewayListener = {
        port: boundPort(),
        async close() {
          open.delete(listener);
          clients.abortAll();
          await app.close();
        },
      };
      open.add(listener);
      return listener;
    },
    async close() {
      stopWatching();
      parts.stalls.close();
      await Promise.all([...open].map((listener) => listener.close()));
      await parts.client.close();
    },
  };
}
