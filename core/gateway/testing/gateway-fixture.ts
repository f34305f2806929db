import { modelKey } from '../../../contract/derived/model-name.ts';
import type { KeyGrant } from '../../keys/key-store.ts';
import type { Endpoint } from '../../ollama/probe-version.ts';
import { createGateway, type GatewayListener, type ListenerOptions } from '../gateway.ts';
import type { GatewayRequest } from '../gateway-activity.ts';
import type { GatewayLimits } from '../gateway-limits.ts';

/** What a test knows of one request that passed. */
interface NotedRequest extends GatewayRequest {
  status: number | null;
  outcome: string;
  promptTokens: number | null;
  completionTokens: number | null;
  firstByte: boolean;
}

function grant(id: string, rest: Partial<KeyGrant> = {}): KeyGrant {
  return {
    id,
    name: `Key ${id}`,
    scope: 'inference',
    models: null,
    cloudAllowed: false,
    ...rest,
  };
}

/** Secrets of the ground's keys by what they may do. */
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

export interface GroundOptions {
  readonly upstream: () => Endpoint | null;
  readonly limits?: Partial<GatewayLimits>;
  readonly hosts?: readonly string[];
  readonly origins?: readonly string[];
  /** Installed models that are stubs for others elsewhere. */
  readonly stubs?: readonly string[];
  readonly listener?: Partial<ListenerOptions>;
}

/** A gateway with keys of each kind and one listener on 127.0.0.1. `gpt-4o-mini` stands for llama3.2. */
export async function openFixture({ upstream, limits = {}, ...rest }: GroundOptions) {
  const { hosts = [], origins = [], stubs = [], listener: at = {} } = rest;
  const noted: NotedRequest[] = [];
  const used: [string, string][] = [];
  const bugs: unknown[] = [];
  const doubted = new Set<string>();
  const expired = new Set<string>();
  const revoked = new Set<(id: string) => void>();
  const grants = new Map(GRANTS);
  const gateway = createGateway({
    upstream,
    limits,
    hosts: () => hosts,
    origins: () => origins,
    onChunk: () => undefined,
    keys: {
      check: (secret) => (expired.has(grants.get(secret)?.id ?? '') ? null : (grants.get(secret) ?? null)),
      hasExpired: (id) => expired.has(id),
      used: (id, from) => void used.push([id, from]),
      onRevoked: (listener) => {
        revoked.add(listener);
        return () => void revoked.delete(listener);
      },
    },
    models: {
      resolve: (name) => (modelKey(name) === modelKey('gpt-4o-mini') ? 'llama3.2' : null),
      aliases: () => [{ name: 'gpt-4o-mini', model: 'llama3.2:latest' }],
      isCloud: (name) => (doubted.has(modelKey(name)) ? null : stubs.some((stub) => modelKey(stub) === modelKey(name))),
      changing: (name) => {
        doubted.add(modelKey(name));
        return (wasHeard) => void (wasHeard && doubted.delete(modelKey(name)));
      },
    },
    activity: {
      begin: (request) => {
        const one: NotedRequest = {
          ...request,
          status: null,
          outcome: 'running',
          promptTokens: null,
          completionTokens: null,
          firstByte: false,
        };
        noted.push(one);
        return {
          answered: (status) => void Object.assign(one, { status }),
          firstByte: () => void Object.assign(one, { firstByte: true }),
          end: (outcome, usage) => {
            if (one.outcome === 'running') Object.assign(one, { outcome, ...usage });
          },
        };
      },
    },
    metrics: () => '# HELP corral_requests_total Requests.\n',
    ready: () => upstream() !== null,
    onUnexpected: (error) => void bugs.push(error),
  });
  const listener: GatewayListener = await gateway.listen({ address: '127.0.0.1', port: 0, keyed: true, ...at });
  return {
    gateway,
    listener,
    noted,
    used,
    bugs,
    url: `http://127.0.0.1:${listener.port}`,
    /** Has the time of a key run out. */
    expire: (secret: string) => void expired.add(grants.get(secret)?.id ?? ''),
    revoke: (secret: string) => {
      const id = grants.get(secret)?.id ?? '';
      grants.delete(secret);
      for (const tell of revoked) tell(id);
    },
    close: () => gateway.close(),
  };
}

export type Fixture = Awaited<ReturnType<typeof openFixture>>;
