import type { Server } from 'node:http';
import type { ListenOptions } from 'node:net';
import { createAliasRules } from '../keys/alias-rules.ts';
import { isLoopback } from '../os/is-loopback.ts';
import { createKeyCheck } from './admission/check-key.ts';
import { LOOPBACK_NAMES } from './admission/host-rule.ts';
import { createKeyTraffic } from './admission/key-traffic.ts';
import { createAuthenticatedHandler } from './authenticated-requests.ts';
import { createBodyBudget } from './body/read-body.ts';
import type { ActiveWork, GatewayOptions, GatewayParts } from './gateway-parts.ts';
import { clientAddress, forwardedClientIp } from './listener/client-address.ts';
import { createConnectionLimiter } from './listener/connection-limiter.ts';
import { closeListener, createHttpListener, type HttpListenerLimits, listenOn } from './listener/http-listener.ts';
import { createStallDetector } from './listener/stall-detector.ts';
import { createLoopbackRules } from './loopback/loopback-rules.ts';
import { createLoopbackHandler } from './loopback-requests.ts';
import { createCloudModels } from './policy/cloud-models.ts';
import { DEFAULT_LIMITS } from './policy/gateway-limits.ts';
import { createServerConnections } from './upstream/server-connections.ts';
import { createWaitingRoom } from './upstream/waiting-room.ts';
import { createWorkCounter } from './work-counter.ts';

export interface AddressListenerOptions {
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

/** A Unix socket for Corral's own requests, which need no key; nobody else can connect to it. */
interface PrivateListenerOptions {
  readonly path: string;
}

/** Opens a listener on an address of this Mac. */
export type ListenOnAddress = (options: AddressListenerOptions) => Promise<GatewayListener>;

export type ListenerOptions = AddressListenerOptions | PrivateListenerOptions;

export interface GatewayListener {
  /** 0 for a Unix socket. */
  readonly port: number;
  /** Stops listening and closes the open connections. */
  close(): Promise<void>;
}

export interface Gateway {
  /** @throws EADDRINUSE when the port is in use, EADDRNOTAVAIL when this Mac no longer has the address */
  listen(options: ListenerOptions): Promise<GatewayListener>;
  activeWork(): ActiveWork;
  /** Closes all listeners. */
  close(): Promise<void>;
}

/** Cancels requests in progress when their key is revoked or expires. The returned function stops it. */
function watchKeys({ policy, keys, traffic, limits }: GatewayParts): () => void {
  const unsubscribe = policy.onChange((next, before) => {
    if (next.keys === before.keys) return;
    const left = new Set(next.keys.map(({ id }) => id));
    for (const { id } of before.keys) if (!left.has(id)) traffic.cancelAll(id);
  });
  const cancelExpired = () => traffic.keys().filter(keys.hasExpired).forEach(traffic.cancelAll);
  const timer = setInterval(cancelExpired, limits.expiryCheckMs).unref();
  return () => {
    unsubscribe();
    clearInterval(timer);
  };
}

function createParts({ readModels, ...options }: GatewayOptions): GatewayParts {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { policy } = options;
  const cloudModels = createCloudModels({ ...options, models: () => policy.current().models, readModels });
  return {
    ...options,
    limits,
    keys: createKeyCheck(() => policy.current().keys),
    models: { ...createAliasRules(() => policy.current().aliases), ...cloudModels },
    connections: createServerConnections(options.onUnexpected),
    waitingRoom: createWaitingRoom(policy, { maxWaiting: limits.waiting }),
    traffic: createKeyTraffic(limits.requestsPerKey),
    stalls: createStallDetector(limits.stalledMs),
    budget: createBodyBudget({ perKey: limits.bodyBytesPerKey, inAll: limits.bodyBytesInAll }),
    clientConnections: createConnectionLimiter(limits),
    work: createWorkCounter(),
  };
}

/** As many as Go's server accepts: browsers send the cookies of every program on localhost. */
const LOCAL_HEADER_BYTES = 1024 * 1024;

/** Programs of this Mac keep connections open for as long as they like, and are as slow as they like. */
function limitsForPrograms(limits: HttpListenerLimits): HttpListenerLimits {
  return { ...limits, headersMs: 0, keepAliveMs: 0, headerBytes: LOCAL_HEADER_BYTES };
}

function boundPort(server: Server, fallback: number): number {
  const bound = server.address();
  return bound !== null && typeof bound === 'object' ? bound.port : fallback;
}

/** For other devices, with a key. */
function createKeyedServer(parts: GatewayParts, { address, proxied = false }: AddressListenerOptions): Server {
  const isLocal = isLoopback(address);
  const readAddress = proxied && isLocal ? forwardedClientIp : clientAddress;
  const hosts = () => [...parts.policy.current().hosts, address, ...(isLocal ? LOOPBACK_NAMES : [])];
  const handle = createAuthenticatedHandler(parts, { hosts, clientAddress: readAddress });
  const server = createHttpListener({ limits: parts.limits, handle, onUnexpected: parts.onUnexpected });
  server.on('connection', (socket) => parts.clientConnections.acquire(socket, true));
  return server;
}

/** For programs on this Mac, without a key. */
function createLoopbackServer(parts: GatewayParts, { address }: AddressListenerOptions): Server {
  if (!isLoopback(address)) throw new Error(`Refusing to listen on ${address} without a key.`);
  const handle = createLoopbackHandler(parts, {
    rules: createLoopbackRules(parts.policy.current),
    clientAddress: ({ request }) => clientAddress(request),
  });
  const limits = limitsForPrograms(parts.limits);
  return createHttpListener({ limits, handle, onUnexpected: parts.onUnexpected });
}

/** For Corral's own requests. */
function createPrivateServer(parts: GatewayParts): Server {
  const handle = createLoopbackHandler(parts, { rules: null, clientAddress: () => undefined });
  return createHttpListener({ limits: limitsForPrograms(parts.limits), handle, onUnexpected: parts.onUnexpected });
}

function createServerFor(parts: GatewayParts, options: ListenerOptions): { server: Server; at: ListenOptions } {
  if ('path' in options) return { server: createPrivateServer(parts), at: { path: options.path } };
  const { address: host, port, keyed } = options;
  const create = keyed ? createKeyedServer : createLoopbackServer;
  return { server: create(parts, options), at: { host, port } };
}

/**
 * The reverse proxy in front of a server that only this Mac can reach: with keys for other devices, without on loopback. It runs in
 * the thread that creates it.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const parts = createParts(options);
  const open = new Set<GatewayListener>();
  const stopWatching = watchKeys(parts);
  return {
    async listen(listenerOptions) {
      const { server, at } = createServerFor(parts, listenerOptions);
      await listenOn(server, at, parts.onUnexpected);
      const listener: GatewayListener = {
        port: boundPort(server, 0),
        close() {
          open.delete(listener);
          return closeListener(server);
        },
      };
      open.add(listener);
      return listener;
    },
    activeWork: parts.work.current,
    async close() {
      stopWatching();
      parts.stalls.close();
      await Promise.all([...open].map((listener) => listener.close()));
      await parts.connections.close();
    },
  };
}
