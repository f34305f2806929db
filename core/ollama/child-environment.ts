import { isIPv6 } from 'node:net';
import { homeFolder } from '../environment/home-folder.ts';
import { inheritedValue } from '../environment/inherited-value.ts';

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

/** The inherited variables that the server gets, as it gets them. */
function inheritedVariables(environment: NodeJS.ProcessEnv): Record<string, string> {
  const home = homeFolder(environment);
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => {
      const passed = isInherited(name) && value !== undefined ? inheritedValue(name, value, home) : null;
      return passed === null ? [] : [[name, passed]];
    }),
  );
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
  return { ...inheritedVariables(environment), ...variables, OLLAMA_HOST: ollamaHost(bind) };
}
