import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { forkPart } from './fork-part.ts';
import type { Target } from './load.ts';
import { startNginx } from './nginx.ts';

const Listening = z.object({ port: z.number() });
const Keyed = Listening.extend({ key: z.string() });
const InUse = z.object({ inUseMb: z.number() });

/** Requests go to the same upstream through each. */
export interface ProxyTarget extends Target {
  /** The proxy's process. */
  readonly pid: number;
}

export interface ProxyTargets {
  /** The upstream itself. */
  readonly direct: ProxyTarget;
  /** null where it isn't installed. */
  readonly nginx: ProxyTarget | null;
  readonly gateway: ProxyTarget & {
    /** Heap and buffers after garbage collection, in MB of a million bytes. */
    inUseMb(): Promise<number>;
  };
  end(): Promise<void>;
}

/** The baseline of a figure; empty where nginx isn't installed. */
export function besideNginx<T>(nginx: T | null, format: (nginx: T) => string): string {
  return nginx === null ? '' : `nginx: ${format(nginx)}`;
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

async function statusOf(url: string, key: string | null): Promise<number> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ model: 'bench', messages: [] }),
  });
  await response.body?.cancel();
  return response.status;
}

/** A proxy that lets everybody in does less, so it can't be compared. */
async function verifyKeyCheck({ url, key }: ProxyTarget): Promise<void> {
  const statuses = [await statusOf(url, null), await statusOf(url, `${key.slice(0, -1)}_`), await statusOf(url, key)];
  if (statuses.join() !== '401,401,200')
    throw new Error(`${url} responded without, with a wrong, and with a valid key: ${statuses}`);
}

/** Starts the upstream, the gateway, and nginx, each in a process of its own. */
export async function startGatewayTargets(): Promise<ProxyTargets> {
  const upstream = await forkPart(new URL('./upstream-program.ts', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'corral-gateway-'));
  const { port } = Listening.parse(upstream.ready);
  const gateway = await forkPart(new URL('./gateway-program.ts', import.meta.url), [folder, String(port)]);
  const { key, port: gatewayPort } = Keyed.parse(gateway.ready);
  const nginx = await startNginx({ upstream: urlOf(port), key });
  const targets = {
    direct: { url: urlOf(port), key, pid: upstream.pid },
    nginx: nginx && { url: nginx.url, key, pid: nginx.pid },
    gateway: {
      url: urlOf(gatewayPort),
      key,
      pid: gateway.pid,
      inUseMb: async () => InUse.parse(await gateway.request({})).inUseMb,
    },
  };
  await verifyKeyCheck(targets.gateway);
  if (targets.nginx) await verifyKeyCheck(targets.nginx);
  return {
    ...targets,
    async end() {
      await Promise.all([gateway.end(), nginx?.end(), upstream.end()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
