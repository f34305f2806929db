import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reach } from '../../contract/reach.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { INSTALLED, installForReal } from '../clients/keyed-host.ts';
import { type Client, connectRpc, snapshotUntil } from '../e2e/rpc-client.ts';
import { type Corral, startCorral } from '../e2e/start-corral.ts';
import { stubTailscale } from '../namespaces/tailscale-stub.ts';
import { isReal, ollamaPath } from '../ollama/ollama-under-test.ts';
import type { Caller } from './send-request.ts';

/** In both rows of the network with a key, so that a change between them leaves its listener open. */
const KEYED_ADDRESS = '100.101.102.103';

const DEVICES = [
  { device: 'tailscale0', address: `${KEYED_ADDRESS}/10` },
  { device: 'eth0', address: '192.168.77.1/24' },
] as const;

/** A real host with everything that clients need. */
export interface AvailabilityFixture {
  readonly corral: Corral;
  readonly client: Client;
  readonly callers: readonly Caller[];
  readonly keyedAddress: string;
  isRunning(snapshot: Snapshot): boolean;
  until(desired: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  setReach(reach: Reach): Promise<void>;
  dispose(): Promise<void>;
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', [...args], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** In a network namespace of our own: loopback, a local network, and an interface that looks like Tailscale's. */
function arrangeNetwork(): void {
  ip('link', 'set', 'lo', 'up');
  for (const { device, address } of DEVICES) {
    const peer = `${device}-peer`;
    ip('link', 'add', device, 'type', 'veth', 'peer', 'name', peer);
    ip('link', 'set', device, 'up');
    ip('link', 'set', peer, 'up');
    ip('address', 'add', address, 'dev', device);
  }
}

/** Half of the requests come without a key, half with one; half over new connections, half over kept ones. */
function callersFor(port: number, key: string): readonly Caller[] {
  const keyed = { name: 'keyed', host: KEYED_ADDRESS, port, headers: { authorization: `Bearer ${key}` } } as const;
  const local = { name: 'local', port, headers: {} } as const;
  const agent = new Agent({ keepAlive: true });
  return [
    { ...local, host: '127.0.0.1', agent: false },
    { ...keyed, agent: false },
    { ...local, host: '::1', agent },
    { ...keyed, agent },
    { ...local, host: '::1', agent: false },
    { ...keyed, agent: false },
    { ...local, host: '127.0.0.1', agent },
    { ...keyed, agent },
  ];
}

function isRunning({ server }: Snapshot): boolean {
  return server.actual.state === 'running';
}

/** Starts the built headless host in a namespace of its own, open to the local network with a key. */
export async function openAvailabilityFixture(): Promise<AvailabilityFixture> {
  arrangeNetwork();
  const home = mkdtempSync(join(tmpdir(), 'corral-availability-'));
  const tailscale = stubTailscale(home, [KEYED_ADDRESS]);
  const corral = await startCorral({
    home,
    ollama: ollamaPath(),
    // Some streams are in progress at any time, and none waits for another.
    fake: { installed: [...new Set(Object.values(INSTALLED))], loadDelayMs: 50, tokensPerSecond: 100 },
    env: {
      PATH: `${tailscale.bin}:${process.env.PATH ?? ''}`,
      OLLAMA_NUM_PARALLEL: '16',
      // The debugger is how a test makes a thread fail.
      NODE_OPTIONS: '--inspect=127.0.0.1:0',
    },
  });
  // Also when what follows fails: an orphaned host would outlive this namespace's process.
  process.once('exit', () => corral.process.kill());
  const { client, close } = await connectRpc(corral.url);
  const until = (desired: (snapshot: Snapshot) => boolean): Promise<Snapshot> => snapshotUntil(client, desired, 30_000);
  await until((snapshot) => isRunning(snapshot) && snapshot.exposure.tailscale.state === 'running');
  if (isReal) await installForReal(corral);
  const setReach = async (reach: Reach): Promise<void> => {
    await client.exposure.setReach({ reach, confirmed: false, when: 'now' });
    await until(({ exposure }) => exposure.effective?.reach === reach && !exposure.applying);
  };
  await setReach('localNetwork');
  const newKey = { name: 'Tireless', scope: 'inference', models: null, cloudAllowed: false, expiresAt: null } as const;
  const { secret } = await client.keys.create(newKey);
  return {
    corral,
    client,
    callers: callersFor(corral.ollamaPort, secret),
    keyedAddress: KEYED_ADDRESS,
    isRunning,
    until,
    setReach,
    dispose: async () => {
      close();
      await corral.dispose();
    },
  };
}
