import type { PortConflict } from '../../../contract/server.ts';

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** Which addresses of the port lead to whom: one sentence a program. */
export function portConflictText(portConflicts: readonly PortConflict[], port: number): string {
  const programs = Map.groupBy(portConflicts, ({ name, pid }) => {
    if (name !== null) return pid === null ? name : `${name} (process ${pid})`;
    return pid === null ? 'another program' : `process ${pid}`;
  });
  return [...programs]
    .map(([who, sockets]) => {
      const places = [...new Set(sockets.map(({ address }) => place(address, port)))];
      return `${capital(list.format(places))} ${places.length === 1 ? 'leads' : 'lead'} to ${who}.`;
    })
    .join(' ');
}

/** A wildcard socket gets whatever no other socket asks for by its own address. */
function place(address: string, port: number): string {
  if (address === '0.0.0.0') return `every other IPv4 address on port ${port}`;
  if (address === '::') return `every other address on port ${port}`;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
