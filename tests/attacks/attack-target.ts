import { expect } from 'vitest';
import { createActivityLog } from '../../core/activity/activity-log.ts';
import { createGateway } from '../../core/gateway/gateway.ts';
import type { GatewayLimits } from '../../core/gateway/policy/gateway-limits.ts';
import { endpointOf } from '../../core/gateway/policy/gateway-routes.ts';
import { createPolicyHolder } from '../../core/gateway/policy/policy-source.ts';
import { createAliasStore } from '../../core/keys/alias-store.ts';
import { keysFolder, newKey } from '../../core/keys/testing/keys-folder-fixture.ts';
import { monotonicMs } from '../../core/os/monotonic-ms.ts';
import { eventually } from '../eventually.ts';
import { call } from '../ollama/api-client.ts';
import { FAST } from '../ollama/fake-servers.ts';
import { isReal } from '../ollama/ollama-under-test.ts';
import { type RunningOllama, startOllama } from '../ollama/start-ollama.ts';
import { installTiny, startTinyRegistry } from '../ollama/tiny-library.ts';
import type { AttackContext } from './attack.ts';
import { openRequestRecorder } from './request-recorder.ts';

/** Short, since the slow attacks wait for them, and long enough for a busy machine to read what is sent at once. Milliseconds. */
const LIMITS = { headersMs: 4_000, bodyMs: 5_000, stalledMs: 5_000, lingerMs: 300 };

/** Installs a model of that name on a real server; it generates random words. */
async function installLlama(server: RunningOllama): Promise<void> {
  const registry = await startTinyRegistry();
  const source = await installTiny(server, registry, 'chat');
  await registry.close();
  const copied = await call(server, '/api/copy', { body: { source, destination: 'llama3.2' } });
  if (copied.status !== 200) throw new Error(`no llama3.2: ${copied.text}`);
}

/** A server behind a recorder behind the gateway, and keys from the real key store. */
export async function openAttackTarget(limits: Partial<GatewayLimits> = LIMITS) {
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
  const policy = createPolicyHolder({
    server: { state: 'up', endpoint: { host: '127.0.0.1', port: recorder.port } },
    keys: keys.issued().map((key) => (key.name === 'expired' ? { ...key, expiresAt: 1 } : key)),
    aliases: aliases.list(),
    hosts: ['mac.local', '192.168.1.20', 'fd00::20'],
    origins: ['https://allowed.example'],
    serverOrigins: [],
    models: { installed, asOf: monotonicMs() },
    versions: { corral: '0', server: '0' },
    waitMs: 0,
  });
  const gateway = createGateway({
    policy,
    limits,
    activity,
    keyUsed: keys.used,
    readModels: async () => policy.update({ models: { installed, asOf: monotonicMs() } }),
    metrics: () => '',
    onChunk: () => undefined,
    onUnexpected: (error: unknown) => void unexpected.push(error),
  });
  const at = { address: '127.0.0.1', port: 0 };
  const { port } = await gateway.listen({ ...at, keyed: true });
  const keyless = await gateway.listen({ ...at, keyed: false });
  const context: AttackContext = { port, keys: secrets };
  return {
    server,
    recorder,
    context,
    activity,
    unexpected,
    keylessPort: keyless.port,
    async close() {
      await gateway.close();
      await Promise.all([recorder.close(), server.stop(), keys.close(), aliases.close()]);
      folder.remove();
    },
  };
}

export type AttackTarget = Awaited<ReturnType<typeof openAttackTarget>>;
