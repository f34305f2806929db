import { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import { formatList } from '../../../contract/derived/format/format-list.ts';
import type { PortConflict } from '../../../contract/server.ts';

/** Which addresses of the port connect to which app: a sentence an app. */
export function portConflictText(portConflicts: readonly PortConflict[], port: number): string {
  const byApp = Map.groupBy(portConflicts, appName);
  return [...byApp]
    .map(([app, conflicts]) => {
      const addresses = [...new Set(conflicts.map(({ address }) => addressLabel(address, port)))];
      return serverPageText('conflict.addresses', {
        addresses: capitalize(formatList(addresses)),
        count: addresses.length,
        app,
      });
    })
    .join(' ');
}

/** Within a sentence, unlike `portUser`. */
function appName({ name, pid }: PortConflict): string {
  if (name !== null) return pid === null ? name : serverPageText('conflict.namedProcess', { name, pid });
  return pid === null ? serverPageText('conflict.app') : serverPageText('conflict.process', { pid });
}

/** A wildcard socket gets whatever no other socket asks for by its own address. */
function addressLabel(address: string, port: number): string {
  if (address === '0.0.0.0') return serverPageText('conflict.restV4', { port });
  if (address === '::') return serverPageText('conflict.rest', { port });
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function capitalize(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
