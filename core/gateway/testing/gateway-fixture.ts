import type { GatewayErrorType } from '../../../contract/activity.ts';
import { modelKey } from '../../../contract/derived/model-name.ts';
import type { TokenUsage } from '../../activity/activity-log.ts';
import type { RequestStart } from '../../activity/request-entry.ts';
import type { KeyGrant } from '../../keys/key-store.ts';
import type { Endpoint } from '../../ollama/probe-version.ts';
import { createGateway, type GatewayListener, type ListenerOptions } from '../gateway.ts';
import type { GatewayOptions } from '../gateway-parts.ts';
import type { GatewayLimits } from '../policy/gateway-limits.ts';

/** What a test knows of one request. */
interface RecordedRequest extends Required<RequestStart>, TokenUsage {
  readonly status: number | null;
  readonly errorType?: GatewayErrorType;
  readonly outcome: string;
  readonly firstByte: boolean;
}

function grant(id: string, rest: Partial<KeyGrant> = {}): KeyGrant {
  return { id, name: `Key ${id}`, scope: 'inference', models: null, cloudAllowed: false, ...rest };
}

/** Secrets of the fixture's keys by what they allow. */
export const SECRETS = {
  inference: 'corral-inference0000000000000000000000000000000000000000',
  full: 'corral-full000000000000000000000000000000000000000000000',
  listed: 'corral-listed0000000000000000000000000000000000000000000',
  cloud: 'corral-cloud00000000000000000000000000000000000000000000',
  listedFull: 'corral-listedFull000000000000000000000000000000000000000',
} as const;

const GRANTS = new Map<string, KeyGrant>([
  [SECRETS.inference, grant('inference')],
  [SECRETS.full, grant('full', { scope: 'full' })],
  [SECRETS.listed, grant('listed', { models: ['llama3.2:latest'] })],
  [SECRETS.cloud, grant('cloud', { cloudAllowed: true })],
  [SECRETS.listedFull, grant('listedFull', { scope: 'full', models: ['llama3.2:latest'] })],
]);

/** Keys that a test can revoke and expire. */
function createTestKeys() {
  const grants = new Map(GRANTS);
  const used: [string, string][] = [];
  const expired = new Set<string>();
  const listeners = new Set<(id: string) => void>();
  const idOf = (secret: string): string => grants.get(secret)?.id ?? '';
  const keys: GatewayOptions['keys'] = {
    check: (secret) => (expired.has(idOf(secret)) ? null : (grants.get(secret) ?? null)),
    hasExpired: (id) => expired.has(id),
    used: (id, from) => void used.push([id, from]),
    onRevoked: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return {
    keys,
    used,
    expire: (secret: string) => void expired.add(idOf(secret)),
    revoke: (secret: string) => {
      const id = idOf(secret);
      grants.delete(secret);
      for (const listener of listeners) listener(id);
    },
  };
}

/** Models of which some are stubs for others elsewhere. `gpt-4o-mini` is an alias of llama3.2. */
function createTestModels(stubs: readonly string[]): GatewayOptions['models'] {
  const changing = new Set<string>();
  return {
    resolve: (name) => (modelKey(name) === modelKey('gpt-4o-mini') ? 'llama3.2' : null),
    aliases: () => [{ name: 'gpt-4o-mini', model: 'llama3.2:latest' }],
    isCloud: (name) => (changing.has(modelKey(name)) ? null : stubs.some((stub) => modelKey(stub) === modelKey(name))),
    changing: (name) => {
      changing.add(modelKey(name));
      return (isComplete) => void (isComplete && changing.delete(modelKey(name)));
    },
  };
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
  readonly upstream: () => Endpoint | null;
  readonly limits?: Partial<GatewayLimits>;
  readonly hosts?: readonly string[];
  readonly origins?: readonly string[];
  /** Installed models that are stubs for others elsewhere. */
  readonly stubs?: readonly string[];
  readonly listener?: Partial<ListenerOptions>;
}

/** A gateway with keys of each kind and one listener on 127.0.0.1. */
export async function openGatewayFixture({ upstream, limits = {}, ...rest }: GatewayFixtureOptions) {
  const { hosts = [], origins = [], stubs = [], listener: listenerOptions = {} } = rest;
  const { keys, used, expire, revoke } = createTestKeys();
  const { activity, records } = createTestActivity();
  const unexpected: unknown[] = [];
  const gateway = createGateway({
    upstream,
    limits,
    keys,
    activity,
    hosts: () => hosts,
    origins: () => origins,
    onChunk: () => undefined,
    models: createTestModels(stubs),
    metrics: () => '# HELP corral_requests_total Requests.\n',
    ready: () => upstream() !== null,
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
    listener,
    /** The requests so far, oldest first. */
    records,
    used,
    /** Errors that the gateway takes for bugs. */
    unexpected,
    url: `http://127.0.0.1:${listener.port}`,
    expire,
    revoke,
    close: () => gateway.close(),
  };
}

export type GatewayFixture = Awaited<ReturnType<typeof openGatewayFixture>>;
