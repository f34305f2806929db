import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reach } from '../../contract/reach.ts';
import { inspectorUrl, outgrowWorkers } from '../availability/outgrow-worker.ts';
import type { GatewayHarness } from './gateway-harness.ts';
import { sendSignal } from './send-signal.ts';

/** Something that happens to a whole host: by a person's doing or not. */
export interface GatewayStep {
  readonly name: string;
  /** How often it is drawn, relative to the others. */
  readonly weight: number;
  /** It uses a switch of the fake. */
  readonly fakeOnly?: true;
  act(host: GatewayHarness): void | Promise<void>;
}

/** A call may be refused, and its response comes when it is done; what counts is that the state remains true. */
function call(result: Promise<unknown>): void {
  void result.catch(() => undefined);
}

function signalServer(host: GatewayHarness, signal: NodeJS.Signals): void {
  const { actual, pid } = host.snapshot().server;
  if ('runId' in actual && pid !== null) sendSignal(pid, signal);
}

function restart({ client }: GatewayHarness): void {
  call(client().server.restart({ when: 'now' }));
}

function start({ client }: GatewayHarness): void {
  call(client().server.start());
}

async function stopped(host: GatewayHarness): Promise<void> {
  call(host.client().server.stop({ when: 'now' }));
  await host.settled();
}

function chooseAccess(reach: Reach, required: boolean): (host: GatewayHarness) => Promise<void> {
  return async ({ client }) => {
    const { exposure } = client();
    await exposure.setKeyRequired({ required, confirmed: !required, when: 'now' }).catch(() => undefined);
    call(exposure.setReach({ reach, confirmed: !required, when: 'now' }));
  };
}

const accessSteps: readonly GatewayStep[] = [
  { name: 'this Mac only', weight: 3, act: chooseAccess('thisMac', true) },
  { name: 'local network with a key', weight: 4, act: chooseAccess('localNetwork', true) },
  { name: 'local network without a key', weight: 3, act: chooseAccess('localNetwork', false) },
  {
    name: 'apps connect to Ollama',
    weight: 2,
    act: ({ client }) => call(client().exposure.setLocalApps({ to: 'ollama', when: 'now' })),
  },
  {
    name: 'apps connect to Corral',
    weight: 3,
    act: ({ client }) => call(client().exposure.setLocalApps({ to: 'corral', when: 'now' })),
  },
];

const serverSteps: readonly GatewayStep[] = [
  { name: 'start', weight: 5, act: start },
  { name: 'stop', weight: 2, act: ({ client }) => call(client().server.stop({ when: 'now' })) },
  { name: 'restart', weight: 3, act: restart },
  { name: 'SIGKILL', weight: 5, act: (host) => signalServer(host, 'SIGKILL') },
  { name: 'SIGTERM', weight: 2, act: (host) => signalServer(host, 'SIGTERM') },
  { name: 'slow start', weight: 2, fakeOnly: true, act: (host) => host.setFake({ startDelayMs: 900 }) },
  { name: 'healthy', weight: 2, fakeOnly: true, act: (host) => host.setFake({}) },
];

/** Another process on one of the two ports while no server of ours uses it, and then ours is started. */
function portTaken(which: 'inner' | 'public', address: string): (host: GatewayHarness) => Promise<void> {
  return async (host) => {
    const { innerPort } = host.snapshot().server;
    await stopped(host);
    const port = which === 'inner' ? innerPort : host.port;
    if (port !== null) await host.externalProcesses.takePort(address, port);
    start(host);
  };
}

const portSteps: readonly GatewayStep[] = [
  { name: 'inner port taken before a start', weight: 3, act: portTaken('inner', '127.0.0.1') },
  { name: 'port taken before a start', weight: 2, act: portTaken('public', '127.0.0.1') },
  { name: 'port taken on ::1 before a start', weight: 1, act: portTaken('public', '::1') },
  {
    name: 'inner port taken when the server is killed',
    weight: 3,
    act: async (host) => {
      const { innerPort } = host.snapshot().server;
      signalServer(host, 'SIGKILL');
      if (innerPort !== null) await host.externalProcesses.takePort('127.0.0.1', innerPort);
    },
  },
  { name: 'external processes exit', weight: 4, act: (host) => host.externalProcesses.stopAll() },
];

/** Through the debugger, as a fault of the program. */
async function killWorker(host: GatewayHarness): Promise<void> {
  await outgrowWorkers(inspectorUrl(host.output()));
}

const hostSteps: readonly GatewayStep[] = [
  { name: 'worker death', weight: 4, act: killWorker },
  {
    name: 'worker death during a restart',
    weight: 2,
    act: async (host) => {
      restart(host);
      await killWorker(host);
    },
  },
  {
    name: 'private socket removed',
    weight: 1,
    act: ({ dataDir }) => rm(join(dataDir, 'gateway.sock'), { force: true }),
  },
  {
    name: 'quit, and open again',
    weight: 2,
    act: (host) => host.quitAndOpen({ keepsServer: false }),
  },
  {
    name: 'quit and keep the server, and open again',
    weight: 3,
    act: (host) => host.quitAndOpen({ keepsServer: true }),
  },
  { name: 'SIGKILL of Corral, and open again', weight: 3, act: (host) => host.killAndOpen() },
];

export const gatewaySteps: readonly GatewayStep[] = [...accessSteps, ...serverSteps, ...portSteps, ...hostSteps];
