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

/** A way to the same upstream. */
export interface Way extends Target {
  /** The proxy's process. */
  readonly pid: number;
}

export interface Ways {
  /** To the upstream itself. */
  readonly direct: Way;
  /** null where it isn't installed. */
  readonly nginx: Way | null;
  readonly gateway: Way & {
    /** Heap and buffers that stay when what nobody needs has been collected, in MB of a million bytes. */
    inUseMb(): Promise<number>;
  };
  end(): Promise<void>;
}

/** What stands in the table beside our figure, where nginx is there to be measured. */
export function beside<T>(nginx: T | null, tell: (nginx: T) => string): string {
  return nginx === null ? '' : `nginx: ${tell(nginx)}`;
}

function at(port: number): string {
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

/** What lets everybody in does less than the other, and is not to be compared with it. */
async function proveKeyCheck({ url, key }: Way): Promise<void> {
  const seen = [await statusOf(url, null), await statusOf(url, `${key.slice(0, -1)}_`), await statusOf(url, key)];
  if (seen.join() !== '401,401,200') throw new Error(`${url} answered without, with a wrong and with a key: ${seen}`);
}

/** Starts the upstream, our gateway and nginx, each in a process of its own. */
export async function startGatewayWays(): Promise<Ways> {
  const upstream = await forkPart(new URL('./upstream-program.ts', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'corral-gateway-'));
  const { port } = Listening.parse(upstream.ready);
  const gateway = await forkPart(new URL('./gateway-program.ts', import.meta.url), [folder, String(port)]);
  const { key, port: gatewayPort } = Keyed.parse(gateway.ready);
  const nginx = await startNginx({ upstream: at(port), key });
  const ways = {
    direct: { url: at(port), key, pid: upstream.pid },
    nginx: nginx && { url: nginx.url, key, pid: nginx.pid },
    gateway: {
      url: at(gatewayPort),
      key,
      pid: gateway.pid,
      inUseMb: async () => InUse.parse(await gateway.ask({})).inUseMb,
    },
  };
  await proveKeyCheck(ways.gateway);
  if (ways.nginx) await proveKeyCheck(ways.nginx);
  return {
    ...ways,
    async end() {
      await Promise.all([gateway.end(), nginx?.end(), upstream.end()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
