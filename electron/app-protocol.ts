import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { cacheControl, pageHeaders } from '../core/http/page-headers.ts';
import { appOrigin } from './app-scheme.ts';
import { cancellable } from './cancellable.ts';

const contentTypes: Readonly<Record<string, string>> = {
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
  /** Answers `/v1` and `/metrics`. */
  readonly api: (request: Request) => Promise<Response>;
}

/** Answers `app://corral/…`: the built pages, and `/v1` and `/metrics` from core. Plain web types, so that it runs without Electron. */
export function createAppProtocol({ pagesFolder, api }: AppProtocolOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = URL.parse(request.url);
    if (url === null || `${url.protocol}//${url.host}` !== appOrigin) return refusal(404);
    if (url.pathname === '/v1' || url.pathname.startsWith('/v1/') || url.pathname === '/metrics') {
      return cancellable(request, `http://corral${url.pathname}${url.search}`, api);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
    const path = fileInside(pagesFolder, url.pathname);
    return path === null ? refusal(404) : file(path);
  };
}

/** The file that a path names, null for one that leads out of the folder. */
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

async function file(path: string): Promise<Response> {
  const content = await readFile(path).catch(() => null);
  if (content === null) return refusal(404);
  return new Response(content, {
    headers: {
      ...pageHeaders,
      'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
      'cache-control': cacheControl(path.replaceAll(sep, '/')),
    },
  });
}

function refusal(status: number): Response {
  return new Response('There is nothing here.\n', {
    status,
    headers: { ...pageHeaders, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}
