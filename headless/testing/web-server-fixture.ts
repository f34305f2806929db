import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { os } from '@orpc/server';
import { afterAll, beforeAll, vi } from 'vitest';
import { createSession } from '../session.ts';
import { startWebServer, type WebServer } from '../web-server.ts';

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string;
}

/** Called when a subscription to `watch` ends. */
export const ended = vi.fn();

export const router = {
  greet: os.handler(() => 'hello'),
  watch: os.handler(async function* ({ signal }) {
    yield 0;
    await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    ended();
  }),
};
/** Whose token and cookie let in. */
export const session = createSession();
export const onSignIn = vi.fn();
/** Responds at /v1 and /metrics. */
export const api = vi.fn<(request: Request) => Promise<Response>>();
const state = { folder: '', web: undefined as WebServer | undefined };

export function port() {
  return state.web?.port ?? 0;
}
export function own() {
  return `http://127.0.0.1:${port()}`;
}
export function cookie() {
  return `corral-${port()}=${session.cookie}`;
}
/** Headers of a request that our own page makes. */
export function ourPage() {
  return { cookie: cookie(), 'sec-fetch-site': 'same-origin' };
}

/** One request on a connection of its own. */
export function ask(path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: port(), path, method, headers, agent: false }, resolve);
    sent.once('error', reject);
    sent.end(body);
  });
}

/** One server for all tests of the calling file, with a page, a script, and a file outside its folder that it must not serve. */
export function serveInTests(): void {
  beforeAll(async () => {
    state.folder = await mkdtemp(join(tmpdir(), 'corral-web-'));
    await mkdir(join(state.folder, 'pages/assets'), { recursive: true });
    await writeFile(join(state.folder, 'pages/index.html'), '<title>pages</title>');
    await writeFile(join(state.folder, 'pages/assets/a-1f.js'), 'export {}');
    await writeFile(join(state.folder, 'secret'), 'outside');
    state.web = await startWebServer({
      app: { router, api },
      session,
      rules: { bind: ['127.0.0.2'], allowHost: ['mini.example'] },
      pagesFolder: join(state.folder, 'pages'),
      port: 0,
      onSignIn,
    });
  });

  afterAll(async () => {
    await state.web?.close();
    await rm(state.folder, { recursive: true });
  });
}
