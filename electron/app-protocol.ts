import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { cacheControl, PAGE_HEADERS } from '../core/http/page-headers.ts';
import { appOrigin } from './app-scheme.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export interface AppProtocolOptions {
  readonly pagesFolder: string;
  /** Serves `/v1` and `/metrics`. */
  readonly api: (request: Request) => Promise<Response>;
}

/** Serves `app://corral/…`: the built pages, and `/v1` and `/metrics` from core. Uses only web types, so it runs without Electron. */
export function createAppProtocol({ pagesFolder, api }: AppProtocolOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = URL.parse(request.url);
    if (url === null || `${url.protocol}//${url.host}` !== appOrigin) return errorResponse(404);
    if (url.pathname === '/v1' || url.pathname.startsWith('/v1/') || url.pathname === '/metrics') {
      return forward(request, `http://corral${url.pathname}${url.search}`, api);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return errorResponse(405);
    const path = fileInside(pagesFolder, url.pathname);
    return path === null ? errorResponse(404) : fileResponse(path);
  };
}

/** The file that a path names; null for one outside the folder. */
export function fileInside(folder: string, pathname: string): string | null {
  const decoded = decode(pathname);
  if (decoded === null || decoded.includes('\0') || decoded.includes('\\')) return null;
  const path = join(folder, decoded === '/' ? 'index.html' : decoded);
  return path.startsWith(folder + sep) ? path : null;
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

async function fileResponse(path: string): Promise<Response> {
  const content = await readFile(path).catch(() => null);
  if (content === null) return errorResponse(404);
  return new Response(content, {
    headers: {
      ...PAGE_HEADERS,
      'content-type': CONTENT_TYPES[extname(path)] ?? 'application/octet-stream',
      'cache-control': cacheControl(path.replaceAll(sep, '/')),
    },
  });
}

function errorResponse(status: number): Response {
  return new Response('Not found.\n', {
    status,
    headers: { ...PAGE_HEADERS, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}

/**
 * Forwards a page's request to `api` at `url`. When a page aborts, Electron cancels the response's body but doesn't abort the
 * request's signal, so the canceled body is what stops the work behind it.
 */
async function forward(request: Request, url: string, api: AppProtocolOptions['api']): Promise<Response> {
  const canceled = new AbortController();
  const response = await api(
    new Request(url, {
      method: request.method,
      headers: request.headers,
      signal: AbortSignal.any([request.signal, canceled.signal]),
      ...(request.body === null ? {} : { body: request.body, duplex: 'half' as const }),
    }),
  );
  if (response.body === null) return response;
  const { status, statusText, headers } = response;
  return new Response(cancelableBody(response.body, canceled), { status, statusText, headers });
}

function cancelableBody(source: ReadableStream<Uint8Array>, canceled: AbortController): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(stream) {
      const { done, value } = await reader.read();
      if (done) stream.close();
      else stream.enqueue(value);
    },
    async cancel(reason) {
      canceled.abort(reason);
      await reader.cancel(reason);
    },
  });
}
