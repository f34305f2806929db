import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Settings } from '../../../contract/settings.ts';
import type { FakeSwitches } from '../../../tests/fake-ollama/src/types.ts';
import { fakePath } from '../../../tests/ollama/fake-path.ts';
import { freePort } from '../../../tests/ollama/free-port.ts';
import { createServerLog } from '../../logs/server-log.ts';
import { initialSnapshot } from '../../snapshot/initial-snapshot.ts';
import { createSnapshotStore } from '../../snapshot/snapshot-store.ts';
import { sampleApp } from '../../snapshot/testing/app-slice-fixture.ts';
import type { HealthTiming } from '../run/health-policy.ts';
import type { LaunchPlan } from '../run/launch-plan.ts';
import type { FolderTiming } from '../run/watch-folder.ts';
import { createSupervisor } from '../supervisor.ts';

export interface FakeOptions {
  /** Holds the data folder and the switches of the fake. */
  readonly home: string;
  readonly fake?: FakeSwitches;
  readonly program?: string | null;
  readonly port?: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly readinessTimeoutMs?: number;
  readonly healthTiming?: HealthTiming;
  readonly folderTiming?: FolderTiming;
  /** Called with a port of the server's own that was in use. */
  readonly onRefusedPort?: (port: number) => void;
}

/** Sets the switches of the fake; a running one reads them again at each use. */
export async function setFake(home: string, switches: FakeSwitches): Promise<void> {
  await mkdir(join(home, '.ollama'), { recursive: true });
  await writeFile(join(home, '.ollama', 'fake.json'), JSON.stringify(switches));
}

/** A supervisor of the fake `ollama`, with everything around it real. */
export async function superviseFake({ home, fake = {}, program = fakePath, port, env = {}, ...rest }: FakeOptions) {
  await setFake(home, fake);
  const dataDir = join(home, 'data');
  await mkdir(dataDir, { recursive: true });
  const publicPort = port ?? (await freePort());
  const plan: { current: LaunchPlan } = {
    current: {
      bind: { host: '127.0.0.1', port: publicPort },
      publicPort,
      ollamaPath: program,
      variables: {},
    },
  };
  const refusedPorts: number[] = [];
  const folder: { problem: string | null } = { problem: null };
  const liveness = { lastTrafficAt: Number.NEGATIVE_INFINITY, isLoading: false };
  const store = createSnapshotStore(
    initialSnapshot({
      app: { ...sampleApp, platform: process.platform, dataDir },
      settings: Settings.parse({}),
      port: plan.current.bind.port,
    }),
  );
  const log = createServerLog(dataDir);
  const supervisor = createSupervisor({
    store,
    dataDir,
    log,
    ...rest,
    env: { HOME: home, PATH: process.env.PATH, SHELL: '/bin/false', ...env },
    launchPlan: () => Promise.resolve(plan.current),
    front: { open: () => Promise.resolve(null), held: async () => ({ held: [], opening: [] }) },
    refuseInnerPort: (refused) => {
      refusedPorts.push(refused);
      rest.onRefusedPort?.(refused);
    },
    folderProblem: () => Promise.resolve(folder.problem),
    liveness: { lastTrafficAt: () => liveness.lastTrafficAt, isLoading: () => liveness.isLoading },
  });
  const server = () => store.get().server;
  return { supervisor, store, server, dataDir, plan, refusedPorts, folder, liveness, port: plan.current.bind.port };
}
