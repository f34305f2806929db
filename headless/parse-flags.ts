import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { headlessText } from '../contract/derived/catalog/en/headless.ts';
import { replaceInvisible } from '../core/environment/replace-invisible.ts';

export interface Flags {
  readonly port: number;
  /** IP addresses to listen on in addition to 127.0.0.1. */
  readonly bind: readonly string[];
  /** Host names that are accepted in addition to our own. */
  readonly allowHost: readonly string[];
  readonly dataDir: string | undefined;
  readonly open: boolean;
  readonly help: boolean;
}

/** A flag that can't be used; the message is one line for a person. */
export class FlagError extends Error {}

/** Of the pages and the API. */
const DEFAULT_PORT = 11_400;

/**
 * The command line's flags, checked.
 * @throws FlagError when one is unknown or its value can't be used
 */
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
    const [first] = (error instanceof Error ? error.message : String(error)).split(/\.\s|\n/);
    throw new FlagError(headlessText('flags.unknown', { reason: first ?? '' }));
  }
}

/** Characters of a value that a message repeats. */
const SHOWN_LENGTH = 80;

/** A value as one line of visible characters. */
function shown(value: string): string {
  return replaceInvisible(value.slice(0, SHOWN_LENGTH), () => '?');
}

function parsePort(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new FlagError(headlessText('flags.port', { value: shown(text) }));
}

function parseAddress(text: string): string {
  const address = text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0) return address;
  throw new FlagError(headlessText('flags.bind', { value: shown(text) }));
}

function parseName(text: string): string {
  const name = text.toLowerCase();
  if (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name)) return name;
  throw new FlagError(headlessText('flags.allowHost', { value: shown(text) }));
}

function parseFolder(text: string | undefined): string | undefined {
  if (text?.trim() === '') throw new FlagError(headlessText('flags.dataDir'));
  return text;
}
