import { modelKey } from '../../contract/derived/model-name.ts';
import { createActivityLog } from '../../core/activity/activity-log.ts';
import { createGateway } from '../../core/gateway/gateway.ts';
import type { GatewayLimits } from '../../core/gateway/policy/gateway-limits.ts';
import { endpointOf } from '../../core/gateway/policy/gateway-routes.ts';
import { createAliasStore } from '../../core/keys/alias-store.ts';
import { keysFolder, newKey } from '../../core/keys/testing/keys-folder-fixture.ts';
import { call } from '../ollama/api-client.ts';
import { FAST } from '../ollama/fake-servers.ts';
import { isReal } from '../ollama/ollama-under-test.ts';
import { type RunningOllama, startOllama } from '../ollama/start-ollama.ts';
import { installTiny, startTinyRegistry } from '../ollama/tiny-library.ts';
import type { AttackContext } from './attack.ts';
import { openRequestRecorder } from './request-recorder.ts';

/** Short, as the slow attacks wait for them, and long enough for a busy machine to take what is sent at once. Milliseconds. */
const LIMITS = { headersMs: 4_000, bodyMs: 5_000, stalledMs: 5_000, lingerMs: 300 };

/** The real server gets a model of that name, if only one of random words. */
async function installLlama(server: RunningOllama): Promise<void> {
  const registry = await startTinyRegistry();
  const source = await installTiny(server, registry, 'chat');
  await registry.close();
  const copied = await call(server, '/api/copy', { body: { source, destination: 'llama3.2' } });
  if (copied.status !== 200) throw new Error(`no llama3.2: ${copied.text}`);
}

/** A server with a tap before it, the gateway before that, and keys from the real store. */
export async function openAttackTarget(limits: Partial<GatewayLimits> = LIMITS) {
  const server = await startOllama({ fake: { ...FAST, installed: ['llama3.2'] } });
  if (isReal) await installLlama(server);
  const tap = await openRequestRecorder(server.port);
  const folder = keysFolder();
  let now = 1_000_000;
  const { keys, store } = folder.open(() => now);
  const aliases = createAliasStore({ store, dataDir: folder.path, keys });
  const make = async (name: string, rest: Parameters<typeof newKey>[0] = {}) =>
    (await keys.create(newKey({ name, ...rest }))).secret;
  const llama = ['llama3.2'];
  const revoked = await keys.create(newKey({ name: 'revoked', scope: 'full' }));
  const armoury = {
    inference: await make('inference'),
    full: await make('full', { scope: 'full' }),
    listed: await make('listed', { models: llama }),
    listedFull: await make('listedFull', { scope: 'full', models: llama }),
    expired: await make('expired', { scope: 'full', expiresAt: now + 1 }),
    revoked: revoked.secret,
    wrong: `corral-${'x'.repeat(48)}`,
  };
  now += 2;
  await keys.revoke(revoked.id);
  await aliases.set({ name: 'gpt-cloudy', model: 'gpt-oss:120b-cloud', keyId: null, confirmed: false });

  const activity = createActivityLog({ endpointOf });
  const bugs: unknown[] = [];
  const gateway = createGateway({
    onChunk: () => undefined,
    upstream: () => ({ host: '127.0.0.1', port: tap.port }),
    keys,
    limits,
    hosts: () => ['mac.local', '192.168.1.20', 'fd00::20'],
    origins: () => ['https://allowed.example'],
    models: { ...aliases, isCloud: (name) => modelKey(name) === modelKey('stub'), changing: () => () => undefined },
    activity,
    metrics: () => '',
    ready: () => true,
    onUnexpected: (error: unknown) => void bugs.push(error),
  });
  const at = { address: '127.0.0.1', port: 0 };
  const { port } = await gateway.listen({ ...at, keyed: true });
  const keyless = await gateway.listen({ ...at, keyed: false });
  const weapons: AttackContext = { port, keys: armoury };
  return {
    server,
    tap,
    weapons,
    activity,
    bugs,
    keylessPort: keyless.port,
    async close() {
      await gateway.close();
      await Promise.all([tap.close(), server.stop(), keys.close(), aliases.close()]);
      folder.remove();
    },
  };
}

export type Fortress = Awaited<ReturnType<typeof openAttackTarget>>;
