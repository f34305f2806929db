import { once } from 'node:events';
import { BroadcastChannel } from 'node:worker_threads';
import { Settings } from '../../contract/settings.ts';
import { createMetrics } from '../../core/activity/metrics.ts';
import { persistActivity } from '../../core/activity/persist-activity.ts';
import { openCorralDatabase } from '../../core/data-folder/corral-database.ts';
import type { GatewayPolicy } from '../../core/gateway/policy/gateway-policy.ts';
import { endpointOf } from '../../core/gateway/policy/gateway-routes.ts';
import { createGatewayThread } from '../../core/gateway/thread/gateway-thread.ts';
import { createKeyStore } from '../../core/keys/key-store.ts';
import { monotonicMs } from '../../core/os/monotonic-ms.ts';
import { initialSnapshot } from '../../core/snapshot/initial-snapshot.ts';
import { createSnapshotStore } from '../../core/snapshot/snapshot-store.ts';
import { MEASURE_CHANNEL } from './measure-channel.ts';
import { PACES_MS, pacedModel } from './upstream-responses.ts';

/** As many as a household or a team has: each request's key is compared with all of them. */
const KEY_COUNT = 10;

/** The upstream's models; for one that isn't in the list, the gateway would read the list again with each request. */
const INSTALLED = PACES_MS.map((ms) => ({ name: `${pacedModel(ms)}:latest`, digest: '', remoteHost: null }));

/**
 * A program: the gateway in its thread, with its real keys, aliases, and activity log, and nothing else of the host. Folder and upstream port are
 * its arguments. It responds to any message with the memory that the gateway's thread uses after garbage collection.
 */
const [dataDir = '', upstreamPort = ''] = process.argv.slice(2);
const capabilities = { pickFile: false, revealFile: false, loginItem: false, keepAwake: false, quit: false };
const app = { version: '0', host: 'headless', platform: process.platform, dataDir, memoryBytes: 1 } as const;
const store = createSnapshotStore(
  initialSnapshot({ app: { ...app, capabilities, fixed: {}, notices: [] }, settings: Settings.parse({}), port: 0 }),
);
const { database } = openCorralDatabase(dataDir);
function fail(reason: unknown): void {
  console.error(reason);
  process.exit(1);
}
const { log: activity } = persistActivity({ database, endpointOf, onTrouble: fail });
const keys = createKeyStore({ store, dataDir });
const keyOptions = { scope: 'inference', models: null, cloudAllowed: false, expiresAt: null } as const;
const secrets: string[] = [];
for (let n = 1; n <= KEY_COUNT; n += 1) secrets.push((await keys.create({ ...keyOptions, name: `Key ${n}` })).secret);
const policy: GatewayPolicy = {
  server: { state: 'up', endpoint: { host: '127.0.0.1', port: Number(upstreamPort) } },
  keys: keys.issued(),
  aliases: [],
  hosts: [],
  origins: [],
  serverOrigins: [],
  // As if it had been read just before each request.
  models: { installed: INSTALLED, asOf: monotonicMs() + 3_600_000 },
  versions: { corral: '0', server: '0' },
  waitMs: 0,
};
const gateway = createGatewayThread({
  policy,
  activity,
  keyUsed: keys.used,
  readModels: async () => undefined,
  metrics: createMetrics({ store, activity, endpointOf }).text,
  onChunk: () => undefined,
  logger: { warn: fail, error: fail },
  file: new URL('./measured-worker.ts', import.meta.url),
});
const local = { address: '127.0.0.1', port: 0 };
const { port } = await gateway.listen({ ...local, keyed: true });
const { port: keylessPort } = await gateway.listen({ ...local, keyed: false });
const channel = new BroadcastChannel(MEASURE_CHANNEL);
process.on('message', async () => {
  const measured = once(channel, 'message');
  channel.postMessage('measure');
  const [{ data: inUseMb }] = await measured;
  process.send?.({ inUseMb });
});
process.once('disconnect', () => process.exit());
process.send?.({ port, keylessPort, key: secrets[0] });
