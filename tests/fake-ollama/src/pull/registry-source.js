const MANIFEST_TYPE = 'application/vnd.docker.distribution.manifest.v2+json';

/** Go's words for a failed connection. */
function goNetworkError(method, url, error) {
  const cause = error.cause ?? error;
  const { hostname, port } = new URL(url);
  if (cause.code === 'ERR_SSL_WRONG_VERSION_NUMBER' || cause.code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return new Error(`${method} ${JSON.stringify(url)}: http: server gave HTTP response to HTTPS client`);
  }
  const reason =
    cause.code === 'ECONNREFUSED'
      ? `dial tcp ${hostname}:${port}: connect: connection refused`
      : cause.code === 'ENOTFOUND'
        ? `dial tcp: lookup ${hostname}: no such host`
        : 'EOF';
  return new Error(`${method} ${JSON.stringify(url)}: ${reason}`);
}

async function request(method, url, { headers = {}, signal, redirect = 'follow' } = {}) {
  const shown = method === 'HEAD' ? 'Head' : 'Get';
  const answer = await fetch(url, { method, headers, signal, redirect }).catch((error) => {
    throw signal?.aborted ? error : goNetworkError(shown, url, error);
  });
  if (answer.status === 404) throw new Error('file does not exist');
  if (answer.status >= 400) throw new Error(`${answer.status}: ${await answer.text()}`);
  return answer;
}

/** Follows redirects on the same host name and returns the first address elsewhere, which must be in a Location header. */
async function directUrl(url, signal) {
  const answer = await request('GET', url, { signal, redirect: 'manual' });
  await answer.body?.cancel();
  const location = answer.headers.get('location');
  if (location === null) throw new Error('http: no Location header in response');
  const next = new URL(location, url);
  const sameHost = answer.status >= 300 && next.hostname === new URL(url).hostname;
  return sameHost ? directUrl(next.href, signal) : next.href;
}

/** A registry that speaks HTTP, reached as the real server does it. */
export function registrySource(name, { insecure }) {
  const root = `${insecure ? 'http' : 'https'}://${name.host}/v2/${name.namespace}/${name.model}`;
  return {
    async manifest() {
      const answer = await request('GET', `${root}/manifests/${name.tag}`, { headers: { Accept: MANIFEST_TYPE } });
      const raw = Buffer.from(await answer.arrayBuffer());
      return { manifest: JSON.parse(raw.toString('utf8')), raw };
    },
    async size(digest) {
      const answer = await request('HEAD', `${root}/blobs/${digest}`);
      return Number(answer.headers.get('content-length'));
    },
    verified: false,
    async *read(digest, { start, end, signal }) {
      const url = await directUrl(`${root}/blobs/${digest}`, signal);
      const answer = await request('GET', url, { headers: { Range: `bytes=${start}-${end - 1}` }, signal });
      for await (const bytes of answer.body) yield { length: bytes.length, bytes };
    },
  };
}
