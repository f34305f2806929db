import type { Snapshot } from '../../contract/snapshot.ts';
import { isLoopback } from '../../core/os/is-loopback.ts';
import { type PortListener, portListeners } from '../../core/os/port-listeners.ts';

const REQUEST_TIMEOUT_MS = 1_500;

/** What is compared with the state that a host shows. */
export interface ObservedHost {
  readonly snapshot: Snapshot;
  /** The host's own process. */
  readonly hostPid: number;
  /** The one that clients use. */
  readonly port: number;
}

function urlOf(address: string, port: number): string {
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}

/** The status of a request without a key; why there is none otherwise. */
async function statusOf(address: string, port: number): Promise<string> {
  const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  return fetch(`${urlOf(address, port)}/v1/models`, { signal }).then(
    async (response) => {
      await response.body?.cancel();
      return String(response.status);
    },
    (error: Error) => String(error.cause ?? error),
  );
}

/** Whether the person has opened the server without a key. */
function isOpened({ settings }: Snapshot): boolean {
  return settings.reach !== 'thisMac' && !settings.requireKey;
}

/** Which process should listen on an address of the port that clients use. */
function expectedPid(address: string, { snapshot, hostPid }: ObservedHost): number | null {
  const { settings, server } = snapshot;
  const isServers = isOpened(snapshot) || (settings.localApps === 'ollama' && address === '127.0.0.1');
  return isServers ? server.pid : hostPid;
}

async function addressViolation(listener: PortListener, seen: ObservedHost): Promise<string[]> {
  const { address, pid } = listener;
  const expected = expectedPid(address, seen);
  if (pid !== expected) return [`${address} is ${pid}'s, not ${expected}'s`];
  const probed = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  const status = await statusOf(probed, seen.port);
  const desired = isLoopback(probed) || isOpened(seen.snapshot) ? '200' : '401';
  return status === desired ? [] : [`${address} responds with ${status} without a key`];
}

/** Each listener is the right process's, and responds as the choice says; apps on this Mac are served. */
async function violationsWhileRunning(listeners: readonly PortListener[], seen: ObservedHost): Promise<string[]> {
  const { snapshot, port } = seen;
  const { localApps } = snapshot.settings;
  const local = localApps === 'ollama' || isOpened(snapshot) ? ['127.0.0.1'] : ['127.0.0.1', '::1'];
  const statuses = await Promise.all(local.map((address) => statusOf(address, port)));
  const unserved = local.flatMap((address, i) => (statuses[i] === '200' ? [] : [`${address}: ${statuses[i]}`]));
  const wrong = await Promise.all(listeners.map((listener) => addressViolation(listener, seen)));
  return [...unserved, ...wrong.flat()];
}

/** Where the gateway and the server listen isn't what the state and the choice of network access say. */
export async function gatewayViolations(seen: ObservedHost): Promise<string[]> {
  const { snapshot, hostPid, port } = seen;
  const { actual } = snapshot.server;
  const listeners = await portListeners(port);
  if (snapshot.exposure.applying) return ['a choice of network access is being applied'];
  if (actual.state === 'running') return violationsWhileRunning(listeners, seen);
  const isClosed = ['stopped', 'external', 'portInUse', 'notInstalled'].includes(actual.state);
  const open = listeners.filter(({ pid }) => pid === hostPid).map(({ address }) => address);
  return isClosed && open.length > 0 ? [`${actual.state}, and Corral listens on ${open.join(', ')}`] : [];
}
