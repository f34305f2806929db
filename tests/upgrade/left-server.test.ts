import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { portListeners } from '../../core/os/port-listeners.ts';
import { figuresOf } from '../availability/figures.ts';
import { probePort } from '../availability/port-probe.ts';
import { requestKinds } from '../availability/request-kinds.ts';
import { startClients } from '../availability/tireless-clients.ts';
import { corralFor } from '../e2e/corral-for.ts';
import { connectRpc, snapshotUntil } from '../e2e/rpc-client.ts';
import { sendSignal } from '../faults/send-signal.ts';
import { fakePath, serverPath } from '../ollama/fake-path.ts';
import { freePort } from '../ollama/free-port.ts';
import { layOut, type OldFolder, startOldServer } from './old-folder-fixture.ts';

const FAKE = { installed: ['tinyllama'], loadDelayMs: 0, promptDelayMs: 0, pullBytesPerSecond: 1_000_000 };
/** While the old server gives the port up and Corral takes it; there is no way for both to have it. */
const LONGEST_REFUSAL_MS = 1_000;

test.each<[string, OldFolder]>([
  ['a quit that kept its server', 'data-75fed55'],
  ['a kill', 'data-75fed55-killed'],
])(
  'a server left by an earlier version on the port after %s is moved behind Corral once while clients ask',
  async (_how, folder) => {
    const home = mkdtempSync(join(tmpdir(), 'corral-left-server-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
    const ollamaPort = await freePort();
    const places = { HOME: home, DATA_DIR: join(home, 'data'), MODELS_DIR: join(home, 'models'), OLLAMA: fakePath };
    layOut(folder, places);
    const env = { HOME: home, PATH: serverPath, OLLAMA_NO_CLOUD: '1', OLLAMA_FAKE: JSON.stringify(FAKE) };
    const oldPid = await startOldServer(env, places, ollamaPort);
    onTestFinished(() => sendSignal(oldPid, 'SIGKILL'));

    const local = { name: 'local', host: '127.0.0.1', port: ollamaPort, headers: {} } as const;
    const callers = [
      { ...local, agent: false as const },
      { ...local, agent: new Agent({ keepAlive: true }) },
    ];
    const kinds = requestKinds({ chat: 'tinyllama', embed: '' }).filter(({ path }) => path !== '/v1/embeddings');
    const clients = startClients({ callers, kinds });
    await clients.served(3);
    const probe = probePort('127.0.0.1', ollamaPort);

    const corral = await corralFor({ home, ollamaPort, fake: FAKE });
    const { client, close } = await connectRpc(corral.url);
    onTestFinished(close);
    await client.settings.update({ keepServerAfterQuit: false });
    const { server } = await snapshotUntil(
      client,
      (now) => now.server.actual.state === 'running' && now.server.innerPort !== null,
    );
    const movedAt = performance.now();
    await clients.served(10);
    const refusedMs = probe.stop();
    await clients.stop();

    expect(server.runs).toMatchObject([
      { adopted: false, end: null },
      { pid: oldPid, adopted: true, end: { kind: 'stopped' } },
    ]);
    expect(server.problems).toEqual([]);
    expect(corral.output()).toContain('The server was restarted: It had been running since before Corral opened.');
    expect((await portListeners(server.innerPort ?? 0)).map(({ pid }) => pid)).toEqual([server.pid]);
    // The old server's own connections break with it.
    const lost = clients.outcomes.filter(({ result }) => result === 'failed');
    expect(lost.filter(({ startedAt }) => startedAt > movedAt)).toEqual([]);
    expect(lost.filter(({ reason }) => reason !== 'ECONNREFUSED' && reason !== 'ECONNRESET')).toEqual([]);
    expect(refusedMs).toBeLessThan(LONGEST_REFUSAL_MS);
    console.log(`left by ${folder}: refused for ${refusedMs} ms`, JSON.stringify(figuresOf(clients.outcomes)));
  },
);
