import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Snapshot } from '../../contract/snapshot.ts';
import { type Client, connectRpc, snapshotUntil } from '../e2e/rpc-client.ts';
import { type Corral, type CorralOptions, startCorral } from '../e2e/start-corral.ts';
import { connectNamespaces, here } from './connected-namespaces.ts';
import type { OtherSide, PeerRequest } from './other-side.ts';
import { stubTailscale, type TailscaleStub } from './tailscale-stub.ts';

export interface Fixture {
  readonly corral: Corral;
  readonly client: Client;
  readonly tailscale: TailscaleStub;
  readonly other: OtherSide;
  /** The statuses of requests from the other side, by address. */
  from(addresses: readonly string[], request?: Omit<PeerRequest, 'host' | 'port'>): Promise<Record<string, string>>;
  /** The status on loopback, without a key. */
  locally(): Promise<number>;
  until(desired: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  newKey(scope: 'inference' | 'full'): Promise<string>;
  /** The next host with the same folder and port; its caller stops it. */
  openAgain(): ReturnType<typeof openCorral>;
  dispose(): Promise<void>;
}

/** The same result for each address. */
export function all(addresses: readonly string[], result: string): Record<string, string> {
  return Object.fromEntries(addresses.map((address) => [address, result]));
}

export function bearer(key: string): { readonly headers: Record<string, string> } {
  return { headers: { authorization: `Bearer ${key}` } };
}

/** Resolves when `read` gives what is expected; fails with the difference after 10 s. */
export async function waitFor<T>(expected: T, read: () => Promise<T>): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const seen = await read();
    try {
      return assert.deepEqual(seen, expected);
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

/** A host, with a client in place of its pages. */
async function openCorral(
  options: CorralOptions,
): Promise<Pick<Fixture, 'corral' | 'client' | 'until'> & { close(): void }> {
  const corral = await startCorral({ fake: { installed: ['tinyllama'] }, ...options });
  const { client, close } = await connectRpc(corral.url);
  return { corral, client, close, until: (desired) => snapshotUntil(client, desired) };
}

/** Corral in this namespace, with the fake, a stub of Tailscale’s command and a machine on the other side. */
export async function openFixture(): Promise<Fixture> {
  const other = await connectNamespaces();
  const home = mkdtempSync(join(tmpdir(), 'corral-namespaces-'));
  const tailscale = stubTailscale(home, [here.tailnet, here.tailnetSix]);
  const env = { PATH: `${tailscale.bin}:${process.env.PATH ?? ''}` };
  const { corral, client, close, until } = await openCorral({ home, env });
  await until(({ server, exposure }) => server.actual.state === 'running' && exposure.tailscale.state === 'running');
  return {
    corral,
    client,
    tailscale,
    other,
    until,
    openAgain: () => openCorral({ home, env, ollamaPort: corral.ollamaPort }),
    async from(addresses, request = {}) {
      const results = addresses.map((host) => other.request({ host, port: corral.ollamaPort, ...request }));
      return Object.fromEntries((await Promise.all(results)).map((result, index) => [addresses[index], result]));
    },
    locally: async () => (await fetch(`${corral.ollamaUrl}/api/version`)).status,
    newKey: async (scope) => {
      const desired = { name: scope, scope, models: null, cloudAllowed: false, expiresAt: null };
      return (await client.keys.create(desired)).secret;
    },
    async dispose() {
      // If a scenario failed before its host had stopped, the server must not be kept.
      await client.settings.update({ keepServerAfterQuit: false }).catch(() => undefined);
      close();
      await corral.dispose();
      await other.end();
    },
  };
}
