import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { forkPart } from './fork-part.ts';
import { type LlmGateway, startLiteLlm, startPortkey } from './llm-gateways.ts';
import type { Target } from './load.ts';
import { startNginx } from './nginx.ts';

const Listening = z.object({ port: z.number() });
const GatewayReady = Listening.extend({ keylessPort: z.number(), key: z.string() });
const InUse = z.object({ inUseMb: z.number() });

/** Requests go to the same upstream through each. */
export interface ProxyTarget extends Target {
  readonly name: string;
  /** The proxy's process. */
  readonly pid: number;
}

export interface ProxyTargets {
  /** The upstream itself. */
  readonly direct: ProxyTarget;
  /** What Node can do at most. */
  readonly bare: ProxyTarget;
  /** null where it isn't installed. */
  readonly nginx: ProxyTarget | null;
  /** Those of the gateways for models by others that are installed. They are slow, and not every one can stream. */
  readonly llmGateways: readonly ProxyTarget[];
  readonly gateway: ProxyTarget & {
    /** Heap and buffers after garbage collection, in MB of a million bytes. */
    inUseMb(): Promise<number>;
  };
  /** The listener without keys of the same gateway. */
  readonly keyless: ProxyTarget;
  end(): Promise<void>;
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

async function statusOf({ url, headers }: Target, key: string | null): Promise<number> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': 'application/json',
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({ model: 'bench', messages: [] }),
  });
  await response.body?.cancel();
  return response.status;
}

/** A proxy that lets everybody in does less, so it can't be compared. */
async function verifyKeyCheck(target: ProxyTarget): Promise<void> {
  const { url, key } = target;
  const statuses = [
    await statusOf(target, null),
    await statusOf(target, `${key.slice(0, -1)}_`),
    await statusOf(target, key),
  ];
  if (statuses.join() !== '401,401,200')
    throw new Error(`${url} responded without, with a wrong, and with a valid key: ${statuses}`);
}

function llmTarget(name: string, gateway: LlmGateway | null): ProxyTarget[] {
  return gateway ? [{ ...gateway, name, isExact: false }] : [];
}

/** Starts the upstream, the gateway, and what it is compared with, each in a process of its own. */
export async function startGatewayTargets(): Promise<ProxyTargets> {
  const upstream = await forkPart(new URL('./upstream-program.ts', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'corral-gateway-'));
  const { port } = Listening.parse(upstream.ready);
  const gateway = await forkPart(new URL('./gateway-program.ts', import.meta.url), [folder, String(port)]);
  const { key, keylessPort, port: gatewayPort } = GatewayReady.parse(gateway.ready);
  const bare = await forkPart(new URL('./bare-proxy-program.ts', import.meta.url), [String(port)]);
  const nginx = await startNginx({ upstream: urlOf(port), key });
  const liteLlm = await startLiteLlm({ upstream: urlOf(port) });
  const portkey = await startPortkey({ upstream: urlOf(port) });
  const plain = { key, headers: {}, isExact: true };
  const ofGateway = { ...plain, pid: gateway.pid };
  const targets = {
    direct: { ...plain, name: 'direct', url: urlOf(port), pid: upstream.pid },
    bare: { ...plain, name: 'bare proxy', url: urlOf(Listening.parse(bare.ready).port), pid: bare.pid },
    nginx: nginx && { ...plain, name: 'nginx', url: nginx.url, pid: nginx.pid },
    llmGateways: [...llmTarget('Portkey', portkey), ...llmTarget('LiteLLM', liteLlm)],
    gateway: {
      ...ofGateway,
      name: 'gateway',
      url: urlOf(gatewayPort),
      inUseMb: async () => InUse.parse(await gateway.request({})).inUseMb,
    },
    keyless: { ...ofGateway, name: 'gateway without keys', url: urlOf(keylessPort) },
  };
  await verifyKeyCheck(targets.gateway);
  if (targets.nginx) await verifyKeyCheck(targets.nginx);
  return {
    ...targets,
    async end() {
      await Promise.all([gateway, nginx, liteLlm, portkey, bare, upstream].map((program) => program?.end()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
