import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { ClientRetryPlugin, type ClientRetryPluginContext } from '@orpc/client/plugins';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { WebSocket as ReconnectingSocket } from 'partysocket';
import type { CorralClient } from './corral-client.ts';
import { createLinkStateStore, type LinkStateStore } from './link-state.ts';

declare global {
  interface Window {
    /** Only on the desktop. */
    readonly corral?: CorralBridge;
  }
}

export interface Connection {
  readonly client: CorralClient;
  readonly link: LinkStateStore;
}

type SocketLike = Pick<WebSocket, 'addEventListener' | 'removeEventListener' | 'send' | 'readyState'>;

/** The same client over a MessagePort on the desktop and over a WebSocket of the page's own origin elsewhere. */
export function connect(): Promise<Connection> {
  return window.corral?.connect ? overPort(window.corral) : Promise.resolve(overSocket());
}

async function overPort(bridge: CorralBridge): Promise<Connection> {
  const link = createLinkStateStore();
  const port = await connectPort(bridge);
  link.set('open');
  port.addEventListener('close', () => link.set('lost'));
  return { client: createORPCClient(new PortLink<ClientRetryPluginContext>({ port, plugins: retrying() })), link };
}

function overSocket(): Connection {
  const link = createLinkStateStore();
  const url = new URL('/rpc', window.location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  const websocket = new ReconnectingSocket(url.href, [], {
    minReconnectionDelay: 250,
    maxReconnectionDelay: 3000,
    connectionTimeout: 5000,
    // Calls made while disconnected fail with a sentence; replaying them later would be a surprise.
    maxEnqueuedMessages: 0,
  });
  websocket.addEventListener('open', () => link.set('open'));
  websocket.addEventListener('close', () => link.set('lost'));
  // partysocket types readyState as a plain number; its values are the WebSocket's.
  const socket = websocket as SocketLike;
  return {
    client: createORPCClient(new SocketLink<ClientRetryPluginContext>({ websocket: socket, plugins: retrying() })),
    link,
  };
}

/** Calls aren't retried; subscriptions ask for it (`subscribe`). */
function retrying() {
  return [new ClientRetryPlugin<ClientRetryPluginContext>()];
}

/** What the desktop's preload puts on the window. */
interface CorralBridge {
  connect(): void;
}

const portMessage = 'corral:port';

/** Asks the desktop's main process for a MessagePort. The preload posts it back, because a bridge can't return ports. */
function connectPort(bridge: CorralBridge): Promise<MessagePort> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent<unknown>): void => {
      const [port] = event.ports;
      if (event.source !== window || event.data !== portMessage || port === undefined) return;
      window.removeEventListener('message', receive);
      port.start();
      resolve(port);
    };
    window.addEventListener('message', receive);
    bridge.connect();
  });
}
