import type { Snapshot } from '../../contract/snapshot.ts';
import { isLoopback } from '../../core/os/is-loopback.ts';
import { portListeners } from '../../core/os/port-listeners.ts';
import type { FakeSwitches } from '../fake-ollama/src/types.ts';
import { createExternalProcesses, type ExternalProcesses } from './external-processes.ts';
import type { FaultFixture } from './fault-fixture.ts';
import { gatewayViolations } from './gateway-invariants.ts';
import { createHostHarness, type HostHarness } from './host-harness.ts';
import { settle } from './settle.ts';

/** A whole host, with its gateway and clients that wait for it. Steps act on it. */
export interface GatewayHarness
  extends Pick<HostHarness, 'client' | 'snapshot' | 'dataDir' | 'port' | 'output' | 'setFake'> {
  readonly externalProcesses: ExternalProcesses;
  /** Sends requests without a key, and doesn't wait for their responses; that they end is one of the invariants. */
  ask(): void;
  quitAndOpen(options: { readonly keepsServer: boolean }): Promise<void>;
  killAndOpen(): Promise<void>;
  nextChange(): Promise<void>;
  settled(): Promise<void>;
  finish(): Promise<void>;
  dispose(): Promise<void>;
  /** What was shown, with milliseconds since the beginning. */
  trace(): readonly string[];
}

/** Shorter than the time in which the state has to settle. */
const REQUEST_WAIT_SECONDS = 20;

function describe({ server, settings }: Snapshot): string {
  const key = settings.requireKey ? '' : ', no key';
  return `${server.actual.state} (${settings.reach}${key}, ${settings.localApps})`;
}

/** After a host has gone, nothing but loopback may be left without a key. */
async function verifyNotOpen(port: number): Promise<void> {
  const beyond = (await portListeners(port)).filter(({ address }) => !isLoopback(address));
  if (beyond.length > 0) throw new Error(`open without Corral: ${JSON.stringify(beyond)}`);
}

export async function createGatewayHarness(fixture: FaultFixture, fake: FakeSwitches): Promise<GatewayHarness> {
  // The debugger is how a step makes a thread fail.
  const env = { ...fixture.env, NODE_OPTIONS: '--inspect=127.0.0.1:0' };
  const host = await createHostHarness({ ...fixture, env });
  const { port, dataDir, home } = host;
  const externalProcesses = createExternalProcesses();
  const ports = new Set([port]);
  const requests = new Map<Promise<unknown>, string>();
  const trace: string[] = [];
  const startedAt = performance.now();
  let open = true;

  const note = (): void => {
    const { innerPort } = host.snapshot().server;
    if (innerPort !== null) ports.add(innerPort);
    const text = describe(host.snapshot());
    if (!trace.at(-1)?.endsWith(text)) trace.push(`${Math.round(performance.now() - startedAt)} ${text}`);
  };
  const connect = async (): Promise<void> => {
    await host.start();
    await host.until(() => true);
    void host.until(() => {
      note();
      return false;
    });
  };
  const send = (name: string, path: string, init: RequestInit = {}): void => {
    const sent = fetch(`http://${name}:${port}${path}`, init)
      .then((response) => response.text())
      .catch(() => undefined)
      .finally(() => requests.delete(sent));
    requests.set(sent, `${name}${path}`);
  };
  const settled = (): Promise<void> =>
    settle({
      server: host.server,
      observe: async () => ({
        home,
        dataDir,
        ports,
        external: await externalProcesses.running(),
        hosts: [host.pid()],
      }),
      moreViolations: async () => [
        ...(await gatewayViolations({ snapshot: host.snapshot(), hostPid: host.pid(), port })),
        ...[...requests.values()].map((request) => `${request} still waits`),
      ],
    });

  await host.setFake(fake);
  await connect();
  await host.client().settings.update({ requestWaitSeconds: REQUEST_WAIT_SECONDS });
  return {
    port,
    dataDir,
    externalProcesses,
    client: host.client,
    snapshot: host.snapshot,
    output: host.output,
    setFake: (switches) => host.setFake({ ...fake, ...switches }),
    ask: () => {
      const body = JSON.stringify({ model: fixture.model, prompt: 'Say hello', options: { num_predict: 10 } });
      send('127.0.0.1', '/api/generate', { method: 'POST', body });
      send('[::1]', '/v1/models');
    },
    quitAndOpen: async ({ keepsServer }) => {
      await host.client().settings.update({ keepServerAfterQuit: keepsServer });
      await host.quit();
      await verifyNotOpen(port);
      await connect();
    },
    killAndOpen: async () => {
      await host.kill();
      await connect();
    },
    nextChange: async () => {
      const before = host.snapshot().server.actual;
      await Promise.race([host.until(({ server }) => server.actual !== before), settled()]);
    },
    settled,
    trace: () => trace,
    finish: async () => {
      await host.client().settings.update({ keepServerAfterQuit: false });
      open = false;
      await host.finish();
      await externalProcesses.stopAll();
      for (const used of ports) {
        const left = await portListeners(used);
        if (left.length > 0) throw new Error(`${used} still has listeners: ${JSON.stringify(left)}`);
      }
    },
    dispose: async () => {
      if (open) await host.quit().catch(() => undefined);
      await externalProcesses.stopAll();
      await host.dispose();
    },
  };
}
