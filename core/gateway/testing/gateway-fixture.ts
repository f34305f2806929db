import type { GatewayErrorType } from '../../../contract/activity.ts';
import type { TokenUsage } from '../../activity/activity-log.ts';
import type { RequestStart } from '../../activity/request-entry.ts';
import { secretHash } from '../../keys/key-secret.ts';
import type { Endpoint } from '../../ollama/endpoint.ts';
import { monotonicMs } from '../../os/monotonic-ms.ts';
import { type AddressListenerOptions, createGateway, type GatewayListener } from '../gateway.ts';
import type { GatewayOptions } from '../gateway-parts.ts';
import type { GatewayLimits } from '../policy/gateway-limits.ts';
import type { GatewayPolicy, PolicyKey, ServerReadiness } from '../policy/gateway-policy.ts';
import { createPolicyHolder } from '../policy/policy-source.ts';

/** What a test knows of one request. */
interface RecordedRequest extends Required<RequestStart>, TokenUsage {
  readonly status: number | null;
  readonly errorType?: GatewayErrorType;
  readonly outcome: string;
  readonly firstByte: boolean;
}

/** Secrets of the fixture's keys by what they allow. */
export const SECRETS = {
  inference: 'corral-inference0000000000000000000000000000000000000000',
  full: 'corral-full000000000000000000000000000000000000000000000',
  listed: 'corral-listed0000000000000000000000000000000000000000000',
  cloud: 'corral-cloud00000000000000000000000000000000000000000000',
  listedFull: 'corral-listedFull000000000000000000000000000000000000000',
} as const;

function testKey(name: keyof typeof SECRETS, rest: Partial<PolicyKey> = {}): PolicyKey {
  const hash = secretHash(SECRETS[name]);
  const grant = { id: name, name: `Key ${name}`, scope: 'inference', models: null, cloudAllowed: false } as const;
  return { ...grant, hash, expiresAt: null, ...rest };
}

const KEYS: readonly PolicyKey[] = [
  testKey('inference'),
  testKey('full', { scope: 'full' }),
  testKey('listed', { models: ['llama3.2:latest'] }),
  testKey('cloud', { cloudAllowed: true }),
  testKey('listedFull', { scope: 'full', models: ['llama3.2:latest'] }),
];

/** Models of which some are stubs for others elsewhere. */
function testModels(stubs: readonly string[]): GatewayPolicy['models'] {
  const local = ['llama3.2:latest'].map((name) => ({ name, digest: name, remoteHost: null }));
  const remote = stubs.map((name) => ({ name, digest: name, remoteHost: 'https://ollama.com:443' }));
  return { installed: [...local, ...remote], asOf: monotonicMs() };
}

function createTestActivity() {
  const records: RecordedRequest[] = [];
  const activity: GatewayOptions['activity'] = {
    begin: ({ client = '', key = null, ...request }) => {
      const usage = { promptTokens: null, completionTokens: null };
      const record: RecordedRequest = {
        ...request,
        ...usage,
        client,
        key,
        status: null,
        outcome: 'running',
        firstByte: false,
      };
      records.push(record);
      return {
        setStatus: (status, errorType) => void Object.assign(record, { status, ...(errorType ? { errorType } : {}) }),
        firstByte: () => void Object.assign(record, { firstByte: true }),
        end: (outcome, used) => {
          if (record.outcome === 'running') Object.assign(record, { outcome, ...used });
        },
      };
    },
  };
  return { activity, records };
}

export interface GatewayFixtureOptions {
  /** The server; null while it is down. Read again with `refresh`. */
  readonly upstream: () => Endpoint | null;
  readonly limits?: Partial<GatewayLimits>;
  readonly hosts?: readonly string[];
  readonly origins?: readonly string[];
  /** Installed models that are stubs for others elsewhere. */
  readonly stubs?: readonly string[];
  readonly waitMs?: number;
  readonly listener?: Partial<AddressListenerOptions>;
}

/** A gateway with keys of each kind and one listener on 127.0.0.1. `gpt-4o-mini` is an alias of llama3.2 for all keys. */
export async function openGatewayFixture({ upstream, limits = {}, ...rest }: GatewayFixtureOptions) {
  const { hosts = [], origins = [], stubs = [], waitMs = 0, listener: listenerOptions = {} } = rest;
  const { activity, records } = createTestActivity();
  const unexpected: unknown[] = [];
  const used: [string, string][] = [];
  const server = (): ServerReadiness => {
    const endpoint = upstream();
    return endpoint ? { state: 'up', endpoint } : { state: 'down' };
  };
  const policy = createPolicyHolder({
    server: server(),
    keys: KEYS,
    aliases: [{ name: 'gpt-4o-mini', model: 'llama3.2:latest', keyId: null }],
    hosts,
    origins,
    serverOrigins: [],
    models: testModels(stubs),
    versions: { corral: '0.1.0', server: '0.33.0' },
    waitMs,
  });
  const setKeys = (change: (key: PolicyKey) => readonly PolicyKey[]): void =>
    policy.update({ keys: policy.current().keys.flatMap(change) });
  const gateway = createGateway({
    policy,
    limits,
    activity,
    keyUsed: (id, from) => void used.push([id, from]),
    onChunk: () => undefined,
    readModels: async () => policy.update({ models: { ...policy.current().models, asOf: monotonicMs() } }),
    metrics: ({ named }) => `named: ${named}\n`,
    onUnexpected: (error) => void unexpected.push(error),
  });
  const listener: GatewayListener = await gateway.listen({
    address: '127.0.0.1',
    port: 0,
    keyed: true,
    ...listenerOptions,
  });
  return {
    gateway,
    policy,
    listener,
    /** The requests so far, oldest first. */
    records,
    used,
    /** Errors that the gateway takes for bugs. */
    unexpected,
    url: `http://127.0.0.1:${listener.port}`,
    /** Tells the gateway where the server is now. */
    refresh: () => policy.update({ server: server() }),
    expire: (secret: string) =>
      setKeys((key) => (key.hash === secretHash(secret) ? [{ ...key, expiresAt: 1 }] : [key])),
    revoke: (secret: string) => setKeys((key) => (key.hash === secretHash(secret) ? [] : [key])),
    close: () => gateway.close(),
  };
}

export type GatewayFixture = Awaited<ReturnType<typeof openGatewayFixture>>;
