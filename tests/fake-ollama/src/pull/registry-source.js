/** @import { BlobSource, ModelName } from '../types.ts' */
import { errorCode } from '../process/error-message.js';

const MANIFEST_TYPE = 'application/vnd.docker.distribution.manifest.v2+json';

/**
 * Go's text for a failed connection.
 * @param {string} method as Go writes it: `Get`
 * @param {string} url
 * @param {unknown} error
 */
function goNetworkError(method, url, error) {
  const code = errorCode(error instanceof Error ? (error.cause ?? error) : error);
  const { hostname, port } = new URL(url);
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return new Error(`${method} ${JSON.stringify(url)}: http: server gave HTTP response to HTTPS client`);
  }
  const reason =
    code === 'ECONNREFUSED'
      ? `dial tcp ${hostname}:${port}: connect: connection refused`
      : code === 'ENOTFOUND'
        ? `dial tcp: lookup ${hostname}: no such host`
        : 'EOF';
  return new Error(`${method} ${JSON.stringify(url)}: ${reason}`);
}

/**
 * @param {'GET' | 'HEAD'} method
 * @param {string} url
 * @param {RequestInit} [options]
 */
async function request(method, url, options = {}) {
  const response = await fetch(url, { ...options, method }).catch((error) => {
    throw options.signal?.aborted ? error : goNetworkError(method === 'HEAD' ? 'Head' : 'Get', url, error);
  });
  if (response.status === 404) throw new Error('file does not exist');
  if (response.status >= 400) throw new Error(`${response.status}: ${await response.text()}`);
  return response;
}

/**
 * Follows redirects on the same host name and returns the first address elsewhere, which must be in a Location header.
 * @param {string} url
 * @param {AbortSignal} signal
 * @returns {Promise<string>}
 */
async function directUrl(url, signal) {
  const response = await request('GET', url, { signal, redirect: 'manual' });
  await response.body?.cancel();
  const location = response.headers.get('location');
  if (location === null) throw new Error('http: no Location header in response');
  const next = new URL(location, url);
  const isSameHost = response.status >= 300 && next.hostname === new URL(url).hostname;
  return isSameHost ? directUrl(next.href, signal) : next.href;
}

/**
 * A registry that speaks HTTP, reached as the real server does it.
 * @param {ModelName} name
 * @param {{ readonly insecure: boolean }} options
 * @returns {BlobSource}
 */
export function registrySource(name, { insecure }) {
  const root = `${insecure ? 'http' : 'https'}://${name.host}/v2/${name.namespace}/${name.model}`;
  return {
    verified: false,
    async manifest() {
      const response = await request('GET', `${root}/manifests/${name.tag}`, { headers: { Accept: MANIFEST_TYPE } });
      const raw = Buffer.from(await response.arrayBuffer());
      return { manifest: JSON.parse(raw.toString('utf8')), raw };
    },
    async size(digest) {
      const response = await request('HEAD', `${root}/blobs/${digest}`);
      return Number(response.headers.get('content-length'));
    },
    async *read(digest, { start, end, signal }) {
      const url = await directUrl(`${root}/blobs/${digest}`, signal);
      const response = await request('GET', url, { headers: { Range: `bytes=${start}-${end - 1}` }, signal });
      for await (const bytes of response.body ?? []) yield { length: bytes.length, bytes };
    },
  };
}
