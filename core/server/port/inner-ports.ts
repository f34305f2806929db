import { isFree } from './is-free.ts';

/** Of the Ollama app, which uses it where 11434 is taken. */
const OLLAMA_APP_PORT = 11_435;
/**
 * Below every range from which systems draw ports for outgoing connections (Linux: 32768–60999, macOS and IANA: 49152–65535),
 * so that none of them takes the port between two starts, and above what is usually chosen by hand.
 */
const FIRST_PORT = 20_000;
const LAST_PORT = 31_999;
/** The last one that no system draws from: a recorded port beyond it was the one that clients use. */
const LAST_FIXED_PORT = 32_767;
/** Of draws that are in use; more would mean that something else is wrong, and the launch shows what. */
const MAX_DRAWS = 50;

export interface InnerPorts {
  /** The port for the next run: the last one unless it was refused, otherwise a free one, drawn so that several Corrals differ. */
  next(publicPort: number): Promise<number>;
  /** The port turned out to be in use. */
  refuse(port: number): void;
}

export interface InnerPortsOptions {
  /** That of an earlier host's server, which may still be there; null without one. */
  readonly recorded: () => number | null;
  /** From 0 to below 1. */
  readonly random?: () => number;
}

/** The server's own port while Corral listens in front of it. */
export function createInnerPorts({ recorded, random = Math.random }: InnerPortsOptions): InnerPorts {
  const refused = new Set<number>([OLLAMA_APP_PORT]);
  let last: number | null | undefined;

  const draw = async (publicPort: number): Promise<number> => {
    let port = FIRST_PORT;
    for (let draws = 0; draws < MAX_DRAWS; draws += 1) {
      port = FIRST_PORT + Math.floor(random() * (LAST_PORT - FIRST_PORT + 1));
      const isExcluded = port === publicPort || refused.has(port);
      if (!isExcluded && (await isFree({ host: '127.0.0.1', port }))) break;
    }
    return port;
  };

  return {
    async next(publicPort) {
      last ??= recorded();
      const isUsable = last !== null && last <= LAST_FIXED_PORT && last !== publicPort && !refused.has(last);
      const port = isUsable && last !== null ? last : await draw(publicPort);
      last = port;
      return port;
    },
    refuse: (port) => {
      refused.add(port);
    },
  };
}
