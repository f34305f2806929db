import { isIP } from 'node:net';

const DEFAULT_PORTS = { http: '80', https: '443' };

/** Go's net.SplitHostPort, as far as OLLAMA_HOST needs it: null where Go returns an error. */
function splitHostPort(text) {
  const bracketed = /^\[([^\]]*)\]:(.*)$/.exec(text);
  if (bracketed) return [bracketed[1], bracketed[2]];
  const plain = /^([^:[\]]*):([^:]*)$/.exec(text);
  return plain ? [plain[1], plain[2]] : null;
}

function validPort(port) {
  return /^[+-]?\d+$/.test(port) && Number(port) >= 0 && Number(port) <= 65535;
}

/** What `OLLAMA_HOST` means: `{ scheme, host, port, badPort }`; a host of '' is every interface. */
export function parseOllamaHost(value) {
  const [head, ...rest] = value.split('://');
  const scheme = rest.length > 0 ? head : 'http';
  const defaultPort = rest.length > 0 ? (DEFAULT_PORTS[scheme] ?? '11434') : '11434';
  if (value === 'ollama.com') return { scheme: 'https', host: 'ollama.com', port: 443, badPort: null };
  const hostPort = (rest.length > 0 ? rest.join('://') : value).split('/')[0];
  const bare = hostPort.replace(/^\[|\]$/g, '');
  const [host, port] = splitHostPort(hostPort) ?? [isIP(bare) ? bare : hostPort || '127.0.0.1', defaultPort];
  const ok = validPort(port);
  return { scheme, host, port: Number(ok ? port : defaultPort), badPort: ok ? null : { port, defaultPort } };
}

/** `host:port` with IPv6 in brackets. */
export function joinHostPort(host, port) {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

export function isLoopback(host) {
  return host === '::1' || host.startsWith('127.') || host === 'localhost';
}
