import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Snapshot } from '../../contract/snapshot.ts';
import { type Client, connectRpc, snapshotUntil } from '../e2e/rpc-client.ts';
import { type Corral, type CorralOptions, startCorral } from '../e2e/start-corral.ts';
import { connectNamespaces, here } from './connected-namespaces.ts';
import type { Asked, OtherSide } from './other-side.ts';
import { stubTailscale, type TailscaleStub } from './tailscale-stub.ts';

export interface Fixture {
  readonly corral: Corral;
  readonly client: Client;
  readonly tailscale: TailscaleStub;
  readonly other: OtherSide;
  /** Statuses from the other side, by the address that was asked. */
  from(addresses: readonly string[], asked?: Omit<Asked, 'host' | 'port'>): Promise<Record<string, string>>;
  /** What this machine gets at its own loopback, without a key. */
  locally(): Promise<number>;
  until(desired: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  newKey(scope: 'inference' | 'full'): Promise<string>;
  /** The next host of the same folder and port; whoever opens it ends it. */
  openAgain(): ReturnType<typeof openCorral>;
  dispose(): Promise<void>;
}

/** The same answer from each address. */
export function all(addresses: readonly string[], answer: string): Record<string, string> {
  return Object.fromEntries(addresses.map((address) => [address, answer]));
}

export function bearer(key: string) {
  return { headers: { authorization: `Bearer ${key}` } };
}

/** Resolves when `look` gives what is expected, and fails with the difference after 10 s. */
export async function waitFor<T>(expected: T, look: () => Promise<T>): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const seen = await look();
    try {
      return assert.deepEqual(seen, expected);
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

/** A host, with a client that its pages could be. */
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
    async from(addresses, asked = {}) {
      const answers = addresses.map((host) => other.ask({ host, port: corral.ollamaPort, ...asked }));
      return Object.fromEntries((await Promise.all(answers)).map((answer, index) => [addresses[index], answer]));
    },
    locally: async () => (await fetch(`${corral.ollamaUrl}/api/version`)).status,
    newKey: async (scope) => {
      const desired = { name: scope, scope, models: null, cloudAllowed: false, expiresAt: null };
      return (await client.keys.create(desired)).secret;
    },
    async dispose() {
      // Where a scenario failed before its host had ended, the server isn't to stay.
      await client.settings.update({ keepServerAfterQuit: false }).catch(() => undefined);
      close();
      await corral.dispose();
      await other.end();
    },
  };
}
