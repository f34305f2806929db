import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Settings } from '../../contract/settings.ts';
import { createMetrics } from '../../core/activity/metrics.ts';
import { persistActivity } from '../../core/activity/persist-activity.ts';
import { openCorralDatabase } from '../../core/data-folder/corral-database.ts';
import { createGateway } from '../../core/gateway/gateway.ts';
import { endpointOf } from '../../core/gateway/policy/gateway-routes.ts';
import { createPolicyHolder } from '../../core/gateway/policy/policy-source.ts';
import { createKeyStore } from '../../core/keys/key-store.ts';
import { monotonicMs } from '../../core/os/monotonic-ms.ts';
import { initialSnapshot } from '../../core/snapshot/initial-snapshot.ts';
import { createSnapshotStore } from '../../core/snapshot/snapshot-store.ts';

/** As many as a household or a team has: each request's key is compared with all of them. */
const KEY_COUNT = 10;

/**
 * A program: the gateway with its real keys, aliases, and activity log, and nothing else of the host. Folder and upstream port are
 * its arguments. It responds to any message with the memory in use after garbage collection.
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
const policy = createPolicyHolder({
  server: { state: 'up', endpoint: { host: '127.0.0.1', port: Number(upstreamPort) } },
  keys: keys.issued(),
  aliases: [],
  hosts: [],
  origins: [],
  serverOrigins: [],
  // As if it had been read just before each request.
  models: { installed: [{ name: 'bench:latest', digest: '', remoteHost: null }], asOf: monotonicMs() + 3_600_000 },
  versions: { corral: '0', server: '0' },
  waitMs: 0,
});
const gateway = createGateway({
  policy,
  activity,
  keyUsed: keys.used,
  readModels: async () => undefined,
  metrics: createMetrics({ store, activity, endpointOf }).text,
  onChunk: () => undefined,
  onUnexpected: fail,
});
const local = { address: '127.0.0.1', port: 0 };
const { port } = await gateway.listen({ ...local, keyed: true });
const { port: keylessPort } = await gateway.listen({ ...local, keyed: false });
// Enabled while the program runs: with the flag from the start, the heap would not be like the host's.
setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
/** What is finalized by one collection is freed by the next, in a later turn. */
const COLLECTIONS = 4;
process.on('message', async () => {
  for (let n = 0; n < COLLECTIONS; n += 1) {
    collect();
    await delay(100);
  }
  const { heapUsed, external } = process.memoryUsage();
  process.send?.({ inUseMb: (heapUsed + external) / 1e6 });
});
process.once('disconnect', () => process.exit());
process.send?.({ port, keylessPort, key: secrets[0] });
