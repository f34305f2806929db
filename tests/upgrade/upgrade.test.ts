import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { createKeyCheck } from '../../core/gateway/admission/check-key.ts';
import { createKeyStore } from '../../core/keys/key-store.ts';
import { portListeners } from '../../core/os/port-listeners.ts';
import { initialSnapshot } from '../../core/snapshot/initial-snapshot.ts';
import { createSnapshotStore } from '../../core/snapshot/snapshot-store.ts';
import { sampleApp } from '../../core/snapshot/testing/app-slice-fixture.ts';
import { type Client, connectRpc, snapshotUntil } from '../e2e/rpc-client.ts';
import { startCorral } from '../e2e/start-corral.ts';
import { fakePath, serverPath } from '../ollama/fake-path.ts';
import { freePort } from '../ollama/free-port.ts';
import expected from './expected-75fed55.json' with { type: 'json' };
import { fill, layOut, type OldFolder, type Places, shifted, startOldServer } from './old-folder-fixture.ts';

/** What 75fed55 stored under a name that has changed since. */
const OUTCOMES: Readonly<Record<string, string>> = { cancelled: 'canceled' };
/** Settings that 75fed55 didn't have, as they are until somebody changes them. */
const NEWER_SETTINGS = { localApps: 'corral', requestWaitSeconds: 30 };
/** So slow that a pull that is resumed is still running when it is checked. */
const FAKE = { installed: ['tinyllama'], pullBytesPerSecond: 1_000_000 };

const folders: readonly (readonly [OldFolder, string])[] = [
  ['data-75fed55', 'stopped cleanly'],
  ['data-75fed55-killed', 'was killed during two responses and a pull'],
];

function isRunning({ server }: Snapshot): boolean {
  return server.actual.state === 'running';
}

describe.each(folders)('the data folder %s of a version that %s', (folder) => {
  let places: Places;
  let port: number;
  let oldPid: number;

  beforeEach(async () => {
    const home = mkdtempSync(join(tmpdir(), 'corral-upgrade-'));
    port = await freePort();
    places = { HOME: home, DATA_DIR: join(home, 'data'), MODELS_DIR: join(home, 'models'), OLLAMA: fakePath };
    layOut(folder, places);
    const env = { HOME: home, PATH: serverPath, OLLAMA_NO_CLOUD: '1', OLLAMA_FAKE: JSON.stringify(FAKE) };
    oldPid = await startOldServer(env, places, port);
  });
  afterEach(() => {
    try {
      process.kill(-oldPid, 'SIGKILL');
    } catch {
      // Corral has stopped it.
    }
    rmSync(places.HOME, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Starts the headless host on the folder and gives what `check` makes of it once the server runs. */
  const withHost = async <T>(check: (client: Client, snapshot: Snapshot) => Promise<T>): Promise<T> => {
    const corral = await startCorral({ home: places.HOME, ollamaPort: port, fake: FAKE });
    const { client, close } = await connectRpc(corral.url);
    try {
      return await check(client, await snapshotUntil(client, isRunning));
    } finally {
      close();
      await corral.stop();
    }
  };
  /** As 75fed55 reported it, with the places of this test. */
  const filled = <T>(value: T): T => JSON.parse(fill(JSON.stringify(value), places));

  const expectNothingLost = async (client: Client, { settings, app, keys, aliases }: Snapshot): Promise<void> => {
    expect(settings).toEqual({ ...filled(expected.settings), ...NEWER_SETTINGS });
    expect(app.notices).toEqual([]);
    expect(keys).toEqual(
      expected.keys.map((key) => ({
        ...key,
        createdAt: shifted(key.createdAt),
        expiresAt: key.expiresAt === null ? null : shifted(key.expiresAt),
        lastUsedAt: shifted(key.lastUsedAt),
      })),
    );
    expect(aliases).toEqual(expected.aliases);
    for (const conversation of expected.conversations) {
      expect(await client.conversations.get({ id: conversation.id })).toEqual(conversation);
    }
    const { entries } = await client.activity.query({ limit: 100 });
    expect(entries).toEqual(
      expected.activity.map(({ caller, at, outcome, ...entry }) => ({
        ...entry,
        at: shifted(at),
        client: caller,
        outcome: OUTCOMES[outcome] ?? outcome,
      })),
    );
    const { all, byKey, byModel } = await client.activity.totals({});
    expect({ all, byKey, byModel }).toEqual(expected.totals);
  };

  it('is opened without a loss, twice, and its server is adopted and moved once', { timeout: 60_000 }, async () => {
    let leftPid: number | null = oldPid;
    for (let session = 1; session <= 2; session += 1) {
      await withHost(async (client, snapshot) => {
        await expectNothingLost(client, snapshot);
        const moved = await snapshotUntil(client, (now) => isRunning(now) && now.server.innerPort !== null);
        expect(moved.server.problems).toEqual([]);
        expect(moved.server.runs).toMatchObject([
          { adopted: false, end: null },
          { pid: leftPid, adopted: true, end: { kind: 'stopped' } },
        ]);
      });
      leftPid = (await portListeners(port))[0]?.pid ?? null;
    }
    // The one that 75fed55 itself had moved aside.
    expect(readdirSync(places.DATA_DIR).filter((name) => name.includes('broken'))).toHaveLength(1);
  });

  it('has its paused and failed pulls, and resumes a running one', async () => {
    const [paused, failed] = expected.pulls;
    await withHost(async (client, { pulls }) => {
      expect(pulls[0]).toEqual(paused);
      expect(pulls[1]).toEqual({
        ...failed,
        failure: { kind: 'unknownModel', message: expect.stringContaining('No model with that name') },
      });
      if (folder !== 'data-75fed55-killed') return expect(pulls).toHaveLength(2);
      const resumed = await snapshotUntil(client, (snapshot) => Number(snapshot.pulls[2]?.bytesPerSecond) > 0);
      expect(resumed.pulls[2]).toMatchObject({ name: 'gemma3:4b', state: 'running', totalBytes: 3_338_792_448 });
      expect(resumed.pulls[2]?.completedBytes).toBeGreaterThanOrEqual(234_674_528);
    });
  });

  it('has the keys that 75fed55 accepted, and no others', () => {
    const store = createSnapshotStore(initialSnapshot({ app: sampleApp, settings: Settings.parse({}), port }));
    const { check } = createKeyCheck(createKeyStore({ store, dataDir: places.DATA_DIR }).issued);
    const scopes = Object.entries(expected.secrets).map(([name, secret]) => [name, check(secret)?.scope ?? null]);
    expect(Object.fromEntries(scopes)).toEqual({
      Laptop: 'inference',
      'Build server': 'full',
      'Old phone': null,
      'Lost tablet': null,
    });
  });

  it('keeps every setting when one is changed, and stops the server when told to', async () => {
    await withHost((client) => client.settings.update({ keepServerAfterQuit: false }));
    const stored: unknown = JSON.parse(readFileSync(join(places.DATA_DIR, 'settings.json'), 'utf8'));
    expect(stored).toEqual({ ...filled(expected.settings), ...NEWER_SETTINGS, keepServerAfterQuit: false });
    expect(await portListeners(port)).toEqual([]);
  });
});
