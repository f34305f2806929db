import { createActivityLog } from '../../../activity/activity-log.ts';
import { secretHash } from '../../../keys/key-secret.ts';
import type { Endpoint } from '../../../ollama/endpoint.ts';
import { monotonicMs } from '../../../os/monotonic-ms.ts';
import type { GatewayPolicy, PolicyKey } from '../../policy/gateway-policy.ts';
import { endpointOf } from '../../policy/gateway-routes.ts';
import { createGatewayThread, type GatewayThreadOptions } from '../gateway-thread.ts';
import { FAILING_WORKER } from './worker-failures-fixture.ts';

const SECRET = 'corral-thread000000000000000000000000000000000000000000';

export const KEY: PolicyKey = {
  id: 'k',
  name: 'Laptop',
  scope: 'full',
  models: null,
  cloudAllowed: false,
  hash: secretHash(SECRET),
  expiresAt: null,
};

function threadPolicy(endpoint: Endpoint): GatewayPolicy {
  return {
    server: { state: 'up', endpoint },
    keys: [KEY],
    aliases: [],
    hosts: [],
    origins: [],
    serverOrigins: [],
    models: { installed: [{ name: 'llama3.2:latest', digest: 'd', remoteHost: null }], asOf: monotonicMs() },
    versions: { corral: '0', server: '0' },
    waitMs: 0,
  };
}

/** A gateway in a real thread of its own, in front of a server. */
export function openThreadFixture(endpoint: Endpoint, options: Partial<GatewayThreadOptions> = {}) {
  const activity = createActivityLog({ endpointOf });
  const used: string[] = [];
  const logged: string[] = [];
  const log = (...line: unknown[]) => void logged.push(line.map(String).join(' '));
  const thread = createGatewayThread({
    policy: threadPolicy(endpoint),
    activity,
    keyUsed: (id) => void used.push(id),
    readModels: async () => undefined,
    metrics: ({ named }) => `metrics ${named}\n`,
    onChunk: () => undefined,
    logger: { warn: log, error: log },
    file: FAILING_WORKER,
    ...options,
  });
  const open = async (keyed: boolean) => {
    const listener = await thread.listen({ address: '127.0.0.1', port: 0, keyed });
    return { ...listener, url: `http://127.0.0.1:${listener.port}` };
  };
  return { activity, used, logged, thread, open };
}

export function withKey(init: RequestInit = {}): RequestInit {
  return { ...init, headers: { ...init.headers, authorization: `Bearer ${SECRET}` } };
}

/** A request that the server may take as long as it likes to respond to. */
export const CHAT: RequestInit = { method: 'POST', body: '{"model":"llama3.2","messages":[]}' };
