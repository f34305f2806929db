import { networkInterfaces } from 'node:os';
import type { NewKey } from '../../contract/keys.ts';
import { lanAddresses } from '../../core/exposure/interfaces.ts';
import { connectRpc, snapshotUntil } from '../e2e/rpc-client.ts';
import { type Corral, startCorral } from '../e2e/start-corral.ts';
import { call } from '../ollama/api-client.ts';
import { isReal, ollamaPath } from '../ollama/ollama-under-test.ts';
import { installTiny, startTinyRegistry } from '../ollama/tiny-library.ts';

/** A host that other machines can connect to with a key, and what a client needs for it. */
export interface KeyedHost {
  readonly corral: Corral;
  /** An address of this machine that isn't loopback, with `/v1`. */
  readonly baseUrl: string;
  /** Ollama's own address, where no key is needed. */
  readonly keylessUrl: string;
  readonly key: string;
  /** How many requests were canceled by their client. */
  canceled(): Promise<number>;
  /** Creates another key, by default for inference with every local model. */
  newKey(name: string, rest?: Partial<NewKey>): Promise<string>;
  /** Stops the host and removes its folders. */
  close(): Promise<void>;
}

/** When a key is required, Corral listens on private addresses only, and not every machine has one. */
export const hasPrivateAddress = lanAddresses(networkInterfaces()).some(({ isPrivate }) => isPrivate);

/** Reports that a suite can't run here. */
export function reportNoPrivateAddress(suite: string): void {
  console.log(`${suite}: skipped, this machine has no private address that isn't loopback`);
}

/** The models of these tests. Those of the real server generate random words, and have neither tools nor vision. */
export const INSTALLED = isReal
  ? { chat: 'tiny-chat:latest', tools: 'tiny-chat:latest', vision: 'tiny-chat:latest', embed: 'tiny-embed:latest' }
  : { chat: 'llama3.2:latest', tools: 'llama3.2:latest', vision: 'gemma3:4b', embed: 'nomic-embed-text:latest' };

/** A model that generates for long when it is asked for many tokens. */
export const ENDLESS = isReal ? 'tiny-endless:latest' : INSTALLED.chat;

/** Numbers in a vector of the embedding model. */
export const VECTOR_LENGTH = isReal ? 32 : 768;

/** Installs the tiny models of these tests through a host's own port. */
export async function installForReal(corral: Corral): Promise<void> {
  const server = { baseUrl: corral.ollamaUrl };
  const registry = await startTinyRegistry();
  for (const model of ['chat', 'embed'] as const) await installTiny(server, registry, model);
  await registry.close();
  const body = { model: ENDLESS, from: INSTALLED.chat, parameters: { num_predict: -1 }, stream: false };
  const created = await call(server, '/api/create', { body });
  if (created.status !== 200) throw new Error(`no ${ENDLESS}: ${created.text}`);
}

/** Allows access from the local network to a running host and creates a key, as the page does. */
export async function openWithKey(corral: Corral): Promise<KeyedHost> {
  const { client, close } = await connectRpc(corral.url);
  const newKey = async (name: string, rest: Partial<NewKey> = {}): Promise<string> => {
    const plain = { scope: 'inference', models: null, cloudAllowed: false, expiresAt: null } as const;
    return (await client.keys.create({ name, ...plain, ...rest })).secret;
  };
  await snapshotUntil(client, ({ server }) => server.actual.state === 'running');
  await client.exposure.setReach({ reach: 'localNetwork', confirmed: false });
  const { exposure } = await snapshotUntil(client, (snapshot) => {
    const { effective, applying, addresses } = snapshot.exposure;
    return effective?.keyed === true && !applying && addresses.some(({ kind }) => kind === 'interface');
  });
  const canceled = async (): Promise<number> => {
    const { entries } = await client.activity.query({ outcome: 'canceled', limit: 200 });
    return entries.length;
  };
  const address = exposure.addresses.find(({ kind, needsKey }) => kind === 'interface' && needsKey);
  if (!address) throw new Error(`no keyed address: ${JSON.stringify(exposure.addresses)}`);
  return {
    corral,
    baseUrl: address.url,
    keylessUrl: `${corral.ollamaUrl}/v1`,
    key: await newKey('Clients under test'),
    newKey,
    canceled,
    close: async () => {
      close();
      await corral.dispose();
    },
  };
}

/** Starts the built host with the server under test, and allows access from the local network. */
export async function startKeyedHost(): Promise<KeyedHost> {
  const installed = [...new Set(Object.values(INSTALLED))];
  const fake = { installed, tokensPerSecond: 500, promptDelayMs: 0, loadDelayMs: 0 };
  const corral = await startCorral({ ollama: ollamaPath(), fake });
  try {
    const host = await openWithKey(corral);
    if (isReal) await installForReal(corral);
    return host;
  } catch (error) {
    await corral.dispose();
    throw error;
  }
}
