import { isIPv6 } from 'node:net';

/** What the server needs of the user's environment besides its own variables. */
const INHERITED_VARIABLES = ['HOME', 'PATH', 'USER', 'LOGNAME', 'TMPDIR', 'LANG'];
/** In upper or lower case. */
const NETWORK_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];

function isInherited(name: string): boolean {
  return (
    INHERITED_VARIABLES.includes(name) ||
    NETWORK_VARIABLES.includes(name.toUpperCase()) ||
    (name.startsWith('OLLAMA_') && name !== 'OLLAMA_HOST')
  );
}

export interface Bind {
  /** Numeric, without brackets. */
  readonly host: string;
  readonly port: number;
}

/** `OLLAMA_HOST` for an address: an IPv6 address is in brackets. */
export function ollamaHost({ host, port }: Bind): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/**
 * The server's whole environment: the user's home, path, proxy and inherited `OLLAMA_*`, then our variables, which override
 * them, then the address. An inherited `OLLAMA_HOST` (launchctl sets one for every app) never decides who can reach the server.
 */
export function childEnvironment(
  environment: NodeJS.ProcessEnv,
  variables: Readonly<Record<string, string>>,
  bind: Bind,
): Record<string, string> {
  const inherited = Object.entries(environment).filter((entry): entry is [string, string] => {
    return isInherited(entry[0]) && entry[1] !== undefined;
  });
  return { ...Object.fromEntries(inherited), ...variables, OLLAMA_HOST: ollamaHost(bind) };
}
