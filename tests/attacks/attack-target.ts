import { expect } from 'vitest';
import { createActivityLog } from '../../core/activity/activity-log.ts';
import type { GatewayLimits } from '../../core/gateway/policy/gateway-limits.ts';
import { endpointOf } from '../../core/gateway/policy/gateway-routes.ts';
import { createGatewayThread, type GatewayHandle } from '../../core/gateway/thread/gateway-thread.ts';
import { createAliasStore } from '../../core/keys/alias-store.ts';
import { keysFolder, newKey } from '../../core/keys/testing/keys-folder-fixture.ts';
import { monotonicMs } from '../../core/os/monotonic-ms.ts';
import { eventually } from '../eventually.ts';
import { call } from '../ollama/api-client.ts';
import { FAST } from '../ollama/fake-servers.ts';
import { isReal } from '../ollama/ollama-under-test.ts';
import { type RunningOllama, startOllama } from '../ollama/start-ollama.ts';
import { installTiny, startTinyRegistry } from '../ollama/tiny-library.ts';
import type { AttackContext, AttackedListener } from './attack.ts';
import { openRequestRecorder } from './request-recorder.ts';

/** Short, since the slow attacks wait for them, and long enough for a busy machine to read what is sent at once. Milliseconds. */
const LIMITS = { headersMs: 4_000, bodyMs: 5_000, stalledMs: 5_000, lingerMs: 300 };

/** Each kind of listener that requires a key. */
const KEYED = [
  { name: 'an address of this Mac', address: '127.0.0.1' },
  { name: 'another address of this Mac', address: '127.0.0.2' },
  { name: 'an IPv6 address', address: '::1' },
  { name: 'the one behind tailscale serve', address: '127.0.0.1', proxied: true },
] as const;

/** Each kind that requires none. */
const KEYLESS = [
  { name: 'loopback', address: '127.0.0.1' },
  { name: 'IPv6 loopback', address: '::1' },
] as const;

/** Opens a listener of each kind on any port. macOS has only one loopback address of IPv4 where no other was added. */
async function listenOnAll(
  gateway: Pick<GatewayHandle, 'listen'>,
  kinds: readonly (Pick<AttackedListener, 'name' | 'address'> & { readonly proxied?: boolean })[],
  keyed: boolean,
): Promise<AttackedListener[]> {
  const open = kinds.map(async ({ name, address, proxied = false }) => {
    try {
      const { port } = await gateway.listen({ address, port: 0, keyed, proxied });
      return [{ name, address, port }];
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRNOTAVAIL')) throw error;
      console.log(`${address} isn't attacked: this machine doesn't have it`);
      return [];
    }
  });
  return (await Promise.all(open)).flat();
}

/** Installs a model of that name on a real server; it generates random words. */
async function installLlama(server: RunningOllama): Promise<void> {
  const registry = await startTinyRegistry();
  const source = await installTiny(server, registry, 'chat');
  await registry.close();
  const copied = await call(server, '/api/copy', { body: { source, destination: 'llama3.2' } });
  if (copied.status !== 200) throw new Error(`no llama3.2: ${copied.text}`);
}

/** A server behind a recorder behind the gateway, in its thread as in the application, and keys from the real key store. */
export async function openAttackTarget(limits: Partial<GatewayLimits> = LIMITS, waitMs = 0) {
  const server = await startOllama({ fake: { ...FAST, installed: ['llama3.2'] } });
  if (isReal) await installLlama(server);
  // Logged a moment after the response that says the server is ready.
  await eventually(() => expect(server.stdout()).toContain('/api/version'));
  const recorder = await openRequestRecorder(server.port);
  const folder = keysFolder();
  let now = 1_000_000;
  const { keys, store } = folder.open(() => now);
  const aliases = createAliasStore({ store, dataDir: folder.path, keys });
  const createKey = async (name: string, rest: Parameters<typeof newKey>[0] = {}) =>
    (await keys.create(newKey({ name, ...rest }))).secret;
  const llama = ['llama3.2'];
  const revoked = await keys.create(newKey({ name: 'revoked', scope: 'full' }));
  const secrets = {
    inference: await createKey('inference'),
    full: await createKey('full', { scope: 'full' }),
    listed: await createKey('listed', { models: llama }),
    listedFull: await createKey('listedFull', { scope: 'full', models: llama }),
    expired: await createKey('expired', { scope: 'full', expiresAt: now + 1 }),
    revoked: revoked.secret,
    wrong: `corral-${'x'.repeat(48)}`,
  };
  now += 2;
  await keys.revoke(revoked.id);
  await aliases.set({ name: 'gpt-cloudy', model: 'gpt-oss:120b-cloud', keyId: null, confirmed: false });

  const activity = createActivityLog({ endpointOf });
  const unexpected: unknown[] = [];
  const installed = [
    { name: 'llama3.2:latest', digest: '', remoteHost: null },
    { name: 'stub:latest', digest: '', remoteHost: 'https://ollama.com:443' },
  ];
  const gateway: GatewayHandle = createGatewayThread({
    policy: {
      server: { state: 'up', endpoint: { host: '127.0.0.1', port: recorder.port } },
      keys: keys.issued().map((key) => (key.name === 'expired' ? { ...key, expiresAt: 1 } : key)),
      aliases: aliases.list(),
      hosts: ['mac.local', '192.168.1.20', 'fd00::20'],
      origins: ['https://allowed.example'],
      serverOrigins: [],
      models: { installed, asOf: monotonicMs() },
      versions: { corral: '0', server: '0' },
      waitMs,
    },
    limits,
    activity,
    keyUsed: keys.used,
    readModels: () => gateway.update({ models: { installed, asOf: monotonicMs() } }),
    metrics: () => '',
    onChunk: () => undefined,
    logger: {
      warn: (cause: unknown) => void unexpected.push(cause),
      error: (error: unknown) => void unexpected.push(error),
    },
  });
  const contexts = async (kinds: Parameters<typeof listenOnAll>[1], keyed: boolean): Promise<AttackContext[]> =>
    (await listenOnAll(gateway, kinds, keyed)).map((listener) => ({ ...listener, keys: secrets }));
  const keyed = await contexts(KEYED, true);
  const [context] = keyed;
  if (!context) throw new Error('no listener');
  return {
    server,
    recorder,
    /** Of each kind of listener that requires a key; the first is on 127.0.0.1. */
    keyed,
    context,
    /** Of each kind that requires none. */
    keyless: await contexts(KEYLESS, false),
    activity,
    unexpected,
    /** Changes what the gateway decides by. */
    update: gateway.update,
    async close() {
      await gateway.close();
      await Promise.all([recorder.close(), server.stop(), keys.close(), aliases.close()]);
      folder.remove();
    },
  };
}

export type AttackTarget = Awaited<ReturnType<typeof openAttackTarget>>;
