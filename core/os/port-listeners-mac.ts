import type { PortListener } from './port-listeners.ts';
import { runTool } from './run-tool.ts';

/** Parses `lsof -nP -iTCP:PORT -sTCP:LISTEN -Fpn`: a `p` line a process, then an `n` line a socket. */
export function parseLsof(text: string): PortListener[] {
  const listeners: PortListener[] = [];
  let pid: number | null = null;
  for (const row of text.split('\n')) {
    if (row.startsWith('p')) pid = Number(row.slice(1));
    const name = /^n(?<host>.*):\d+$/.exec(row)?.groups?.host;
    if (name === undefined) continue;
    listeners.push({ address: name === '*' ? '0.0.0.0' : name.replace(/^\[|\]$/g, ''), pid });
  }
  return listeners;
}

export async function portListenersMac(port: number): Promise<PortListener[]> {
  const text = await runTool('/usr/sbin/lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpn']);
  return parseLsof(text ?? '');
}
