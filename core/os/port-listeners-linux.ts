import { readdir, readFile, readlink } from 'node:fs/promises';
import type { PortListener } from './port-listeners.ts';

/** The state of a listening socket in `/proc/net/tcp`. */
const LISTENING = '0A';

export interface ListeningSocket {
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

function parseHexAddress(hex: string): string {
  // Each 32-bit word is in host byte order, which is little-endian on every supported processor.
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  // An IPv6 socket that was bound to an IPv4 address accepts connections there only.
  const ipv4Bytes = hex.startsWith('0000000000000000FFFF0000') ? bytes.slice(12) : bytes;
  if (ipv4Bytes.length === 4) return ipv4Bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => `${bytes[2 * i]}${bytes[2 * i + 1]}`.toLowerCase());
  if (groups.every((group) => group === '0000')) return '::';
  const shortened = groups.map((group) => group.replace(/^0+(?=.)/, ''));
  return new URL(`http://[${shortened.join(':')}]`).hostname.slice(1, -1);
}

/** Parses `/proc/net/tcp` or `/proc/net/tcp6`: the listening sockets. */
export function parseProcNetTcp(text: string): ListeningSocket[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((row) => {
      const fields = row.trim().split(/\s+/);
      const [address, port] = (fields[1] ?? '').split(':');
      const inode = fields[9];
      if (fields[3] !== LISTENING || !address || !port || !inode) return [];
      return [{ address: parseHexAddress(address), port: Number.parseInt(port, 16), inode }];
    });
}

/** The pids of the processes that own the given sockets; other users' processes remain unknown. */
async function socketOwners(inodes: ReadonlySet<string>): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  for (const pid of pids) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
    for (const target of targets) {
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode && inodes.has(inode)) found.set(inode, Number(pid));
    }
    if (found.size === inodes.size) break;
  }
  return found;
}

export async function portListenersLinux(port: number): Promise<PortListener[]> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const sockets = tables.flatMap(parseProcNetTcp).filter((socket) => socket.port === port);
  if (sockets.length === 0) return [];
  const pids = await socketOwners(new Set(sockets.map(({ inode }) => inode)));
  return sockets.map(({ address, inode }) => ({ address, pid: pids.get(inode) ?? null }));
}
