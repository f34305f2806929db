import type { PortListener } from './port-listeners.ts';
import { runTool } from './run-tool.ts';

/** lsof writes an asterisk for both wildcards. */
function addressOf(host: string, family: string): string {
  // An IPv6 socket that was bound to an IPv4 address accepts connections there only.
  if (host !== '*') return host.replace(/^\[|\]$/g, '').replace(/^::(?:ffff:)?(?=(?:\d+\.){3})/i, '');
  return family === 'IPv6' ? '::' : '0.0.0.0';
}

/**
 * Parses `lsof -nP -iTCP:PORT -sTCP:LISTEN -Fptn`: a `p` line for each process, then for each of its sockets a `t` line with
 * the family and an `n` line with the address.
 */
export function parseLsof(text: string): PortListener[] {
  const listeners: PortListener[] = [];
  let pid: number | null = null;
  let family = '';
  for (const row of text.split('\n')) {
    const value = row.slice(1);
    if (row.startsWith('p')) pid = /^\d+$/.test(value) ? Number(value) : null;
    if (row.startsWith('t')) family = value;
    const host = /^n(?<host>[^>]+):\d+$/.exec(row)?.groups?.host;
    if (host !== undefined) listeners.push({ address: addressOf(host, family), pid });
  }
  return listeners;
}

export async function portListenersMac(port: number): Promise<PortListener[]> {
  const text = await runTool('/usr/sbin/lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fptn']);
  return parseLsof(text ?? '');
}
