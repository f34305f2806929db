import { readFileSync } from 'node:fs';
import { isIPv6, SocketAddress } from 'node:net';
import { runTool } from './run-tool.ts';

/** The IPv6 addresses of this computer: all, and those that clients couldn't rely on. */
export interface AddressStates {
  readonly all: ReadonlySet<string>;
  readonly unstable: ReadonlySet<string>;
}

/**
 * Temporary ones are replaced every day (RFC 8981), deprecated ones are on their way out, detached ones have lost their router, and
 * CLAT46's are for the system's own translation. A tentative one is usable within a second.
 */
const UNSTABLE_WORDS = /\b(?:temporary|deprecated|detached|clat46)\b/;

/** Parses `ifconfig` of macOS: rows such as `inet6 fd12::5 prefixlen 64 deprecated autoconf temporary`. */
export function parseIfconfig(text: string): AddressStates {
  const rows = [...text.matchAll(/^[ \t]+inet6 (?<address>[0-9A-Fa-f:.]+)(?<zone>%\S+)?(?<words>.*)$/gm)];
  return statesOf(
    rows.map(({ groups }) => ({
      address: groups?.address ?? '',
      isUnstable: UNSTABLE_WORDS.test(groups?.words ?? ''),
    })),
  );
}

/** IFA_F_TEMPORARY and IFA_F_DEPRECATED of Linux's `if_addr.h`. */
const UNSTABLE_FLAGS = 0x01 | 0x20;

/** Parses `/proc/net/if_inet6`: address, index, prefix, scope, and flags in hexadecimal, then the device. */
export function parseIfInet6(text: string): AddressStates {
  const rows = [...text.matchAll(/^(?<digits>[0-9a-f]{32}) \S+ \S+ \S+ (?<flags>[0-9a-f]+) /gm)];
  return statesOf(
    rows.map(({ groups }) => ({
      address: (groups?.digits ?? '').replace(/.{4}(?=.)/g, '$&:'),
      isUnstable: (Number.parseInt(groups?.flags ?? '0', 16) & UNSTABLE_FLAGS) !== 0,
    })),
  );
}

/** As Node writes the addresses of interfaces. */
function canonical(address: string): string {
  return isIPv6(address) ? new SocketAddress({ address, family: 'ipv6' }).address : address;
}

function statesOf(rows: readonly { readonly address: string; readonly isUnstable: boolean }[]): AddressStates {
  return {
    all: new Set(rows.map(({ address }) => canonical(address))),
    unstable: new Set(rows.filter(({ isUnstable }) => isUnstable).map(({ address }) => canonical(address))),
  };
}

export interface UnstableAddresses {
  /** Asks the system again. */
  refresh(): Promise<void>;
  /** Those of `present`, the addresses of the interfaces, that nobody should be told. */
  among(present: readonly string[]): ReadonlySet<string>;
}

/** Linux shows the states in a file, which is read with each call. */
function unstableAddressesLinux(): UnstableAddresses {
  const read = (): string => {
    try {
      return readFileSync('/proc/net/if_inet6', 'utf8');
    } catch {
      return ''; // Without IPv6.
    }
  };
  return { refresh: async () => undefined, among: () => parseIfInet6(read()).unstable };
}

/** On macOS a process has to be asked. An address that has appeared since doesn't count before it is. */
export function unstableAddressesMac(readIfconfig: () => Promise<string | null>): UnstableAddresses {
  /** Null when the states can't be known: every address counts as stable then. */
  let states: AddressStates | null = { all: new Set(), unstable: new Set() };
  let reading: Promise<void> | null = null;
  const read = async (): Promise<void> => {
    const text = await readIfconfig();
    states = text === null ? null : parseIfconfig(text);
    reading = null;
  };
  const refresh = (): Promise<void> => {
    reading ??= read();
    return reading;
  };
  return {
    refresh,
    among(present) {
      const known = states;
      if (known === null) return new Set();
      const isNew = (address: string): boolean => !known.all.has(address);
      const own = present.filter(isIPv6);
      if (own.some(isNew)) void refresh();
      return new Set(own.filter((address) => isNew(address) || known.unstable.has(address)));
    },
  };
}

/** Which IPv6 addresses are temporary or deprecated, which `os.networkInterfaces()` doesn't tell. */
export function createUnstableAddresses(platform: NodeJS.Platform): UnstableAddresses {
  return platform === 'darwin' ? unstableAddressesMac(() => runTool('/sbin/ifconfig', [])) : unstableAddressesLinux();
}
