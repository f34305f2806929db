import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { contract } from '../../contract/contract.ts';
import type { Snapshot } from '../../contract/snapshot.ts';

export type Client = ContractRouterClient<typeof contract>;

/** The session cookie from the printed URL, as a `Cookie` header. */
async function sessionCookie(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' });
  const cookie = response.headers.get('set-cookie');
  if (response.status !== 303 || cookie === null) throw new Error(`no session: ${response.status}`);
  return cookie.split(';', 1)[0] ?? '';
}

/** A client over the real WebSocket, for scenarios that need no page. */
export async function connectRpc(url: string): Promise<{ client: Client; close(): void }> {
  const { origin, host } = new URL(url);
  const socket = new WebSocket(`ws://${host}/rpc`, { headers: { cookie: await sessionCookie(url), origin } });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  return { client: createORPCClient(link), close: () => socket.close() };
}

/** Waits until the snapshot is as desired; fails after `timeoutMs` with the last one. */
export async function snapshotUntil(
  client: Client,
  desired: (snapshot: Snapshot) => boolean,
  timeoutMs = 15_000,
): Promise<Snapshot> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  let seen: Snapshot | undefined;
  try {
    for await (const event of await client.snapshot.watch(undefined, { signal: abort.signal })) {
      if ('full' in event) seen = event.full;
      else if (seen) seen = Object.assign({ ...seen }, event.changed);
      if (seen && desired(seen)) return seen;
    }
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
  throw new Error(
    `not reached within ${timeoutMs} ms; last: ${JSON.stringify(seen?.server)} ${JSON.stringify(seen?.exposure)}`,
  );
}

/** Requests something of the server's own port, as an app does that doesn't go through Corral. */
export async function requestDirectly({ url }: { readonly url: string }, path: string): Promise<void> {
  const { client, close } = await connectRpc(url);
  const { server } = await snapshotUntil(client, ({ server: { innerPort } }) => innerPort !== null);
  close();
  await (await fetch(`http://127.0.0.1:${server.innerPort}${path}`)).text();
}
