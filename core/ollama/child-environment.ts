import { isIPv6 } from 'node:net';

/** What the server needs of the person's environment besides its own variables. */
const passed = ['HOME', 'PATH', 'USER', 'LOGNAME', 'TMPDIR', 'LANG'];
const network = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];

function isPassed(name: string): boolean {
  return (
    passed.includes(name) ||
    network.includes(name.toUpperCase()) ||
    (name.startsWith('OLLAMA_') && name !== 'OLLAMA_HOST')
  );
}

export interface Bind {
  /** Numeric, without brackets. */
  readonly host: string;
  readonly port: number;
}

/** `OLLAMA_HOST` for an address: an IPv6 one stands in brackets. */
export function ollamaHost({ host, port }: Bind): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/**
 * The server's whole environment: the person's home, path, proxy and inherited `OLLAMA_*`, then our variables, which win,
 * then the address. An inherited `OLLAMA_HOST` (launchctl leaks one into every app) never decides who can reach the server.
 */
export function childEnvironment(
  inherited: NodeJS.ProcessEnv,
  variables: Readonly<Record<string, string>>,
  bind: Bind,
): Record<string, string> {
  const kept = Object.entries(inherited).filter((entry): entry is [string, string] => {
    return isPassed(entry[0]) && entry[1] !== undefined;
  });
  return { ...Object.fromEntries(kept), ...variables, OLLAMA_HOST: ollamaHost(bind) };
}
