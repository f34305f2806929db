import { isIP } from 'node:net';

/** @type {Readonly<Record<string, string>>} */
const DEFAULT_PORTS = { http: '80', https: '443' };

/**
 * Go's net.SplitHostPort, as far as OLLAMA_HOST needs it: null where Go returns an error.
 * @param {string} text
 * @returns {readonly [host: string, port: string] | null}
 */
function splitHostPort(text) {
  const match = /^\[([^\]]*)\]:(.*)$/.exec(text) ?? /^([^:[\]]*):([^:]*)$/.exec(text);
  return match ? [match[1] ?? '', match[2] ?? ''] : null;
}

/** @param {string} port */
function isValidPort(port) {
  return /^[+-]?\d+$/.test(port) && Number(port) >= 0 && Number(port) <= 65535;
}

/**
 * What `OLLAMA_HOST` means: `{ scheme, host, port, badPort }`; a host of '' is every interface.
 * @param {string} value
 */
export function parseOllamaHost(value) {
  if (value === 'ollama.com') return { scheme: 'https', host: 'ollama.com', port: 443, badPort: null };
  const [head = '', ...rest] = value.split('://');
  const scheme = rest.length > 0 ? head : 'http';
  const defaultPort = rest.length > 0 ? (DEFAULT_PORTS[scheme] ?? '11434') : '11434';
  const [hostPort = ''] = (rest.length > 0 ? rest.join('://') : value).split('/');
  const bare = hostPort.replace(/^\[|\]$/g, '');
  const [host, port] = splitHostPort(hostPort) ?? [isIP(bare) ? bare : hostPort || '127.0.0.1', defaultPort];
  const ok = isValidPort(port);
  return { scheme, host, port: Number(ok ? port : defaultPort), badPort: ok ? null : { port, defaultPort } };
}

/**
 * `host:port` with IPv6 in brackets.
 * @param {string} host
 * @param {number} port
 */
export function joinHostPort(host, port) {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** @param {string} host */
export function isLoopback(host) {
  return host === '::1' || host.startsWith('127.') || host === 'localhost';
}
