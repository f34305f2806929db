import { isIP } from 'node:net';
import { parseArgs } from 'node:util';

export interface Flags {
  readonly port: number;
  /** Addresses to listen on besides 127.0.0.1. */
  readonly bind: readonly string[];
  /** Names a request's Host header may have besides our own. */
  readonly allowHost: readonly string[];
  readonly dataDir: string | undefined;
  readonly open: boolean;
  readonly help: boolean;
}

/** A flag that can't be used; the message is one line for a person. */
export class FlagError extends Error {}

export const usage = `Usage: npm run start:headless -- [flags]
  --port N           port of the pages and the API, 11400 unless given; 0 picks a free one
  --bind ADDR        listen on this address too, over plain HTTP (repeatable)
  --allow-host NAME  answer to this name too (repeatable)
  --data-dir DIR     data folder
  --no-open          don't open a browser`;

const defaultPort = 11400;

/** @throws FlagError */
export function parseFlags(args: readonly string[]): Flags {
  const values = read(args);
  return {
    port: parsePort(values.port),
    bind: (values.bind ?? []).map(parseAddress),
    allowHost: (values['allow-host'] ?? []).map(parseName),
    dataDir: parseFolder(values['data-dir']),
    open: values['no-open'] !== true,
    help: values.help === true,
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        bind: { type: 'string', multiple: true },
        'allow-host': { type: 'string', multiple: true },
        'data-dir': { type: 'string' },
        'no-open': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    const [first] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    throw new FlagError(`${first}. --help lists the flags.`);
  }
}

function parsePort(text: string | undefined): number {
  if (text === undefined) return defaultPort;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new FlagError(`--port ${text} is not a port: give a number from 0 to 65535.`);
}

function parseAddress(text: string): string {
  const address = text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0) return address;
  throw new FlagError(`--bind ${text} is not an address: give one such as 192.168.1.20.`);
}

function parseName(text: string): string {
  const name = text.toLowerCase();
  if (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name)) return name;
  throw new FlagError(`--allow-host ${text} is not a host name: give one without scheme and port.`);
}

function parseFolder(text: string | undefined): string | undefined {
  if (text === '') throw new FlagError('--data-dir needs a folder.');
  return text;
}
