import { createServer } from 'node:net';
import type { ServerOwner } from '../../contract/server.ts';
import { type Endpoint, probeVersion, reachableHost } from '../ollama/probe-version.ts';
import { type PortListener, portListeners } from '../os/port-listeners.ts';
import { type ProcessInfo, processInfo } from '../os/process-info.ts';
import type { PortHolder } from './loop-state.ts';

/** Milliseconds for somebody else's server to answer; a busy one still answers `/api/version` at once. */
const probeTimeoutMs = 1_500;

/** Who started a server, as far as its command line and its parent tell. */
export function classifyOwner(process: ProcessInfo | null, parent: ProcessInfo | null): ServerOwner {
  if (process === null) return 'unknown';
  if (`${process.args} ${parent?.args ?? ''}`.includes('Ollama.app/')) return 'ollamaApp';
  if (process.ppid === 1 && /\/(homebrew|Cellar)\//.test(process.args)) return 'homebrew';
  if (process.hasTerminal) return 'terminal';
  return process.ppid === 1 ? 'launchd' : 'unknown';
}

/** Whether the address can be bound; lsof doesn't show other users' sockets, the kernel's refusal does. */
function isFree({ host, port }: Endpoint): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => resolve(!('code' in error) || error.code !== 'EADDRINUSE'));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

async function describe(listeners: readonly PortListener[], port: number): Promise<PortHolder> {
  for (const { address, pid } of listeners) {
    const endpoint = { host: reachableHost(address), port };
    const version = await probeVersion(endpoint, probeTimeoutMs);
    if (version === null) continue;
    const process = pid === null ? null : await processInfo(pid);
    const parent = process === null ? null : await processInfo(process.ppid);
    return { kind: 'ollama', owner: classifyOwner(process, parent), pid, version, endpoint };
  }
  const pid = listeners.find((listener) => listener.pid !== null)?.pid ?? null;
  return { kind: 'other', pid, name: pid === null ? null : ((await processInfo(pid))?.name ?? null) };
}

/**
 * Who has the port; null when it is free. Every listener on it is looked at, wildcard and IPv6 too, because macOS lets a
 * wildcard and a specific address share a port and then answers as whichever fits better.
 */
export async function findPortHolder(bind: Endpoint): Promise<PortHolder | null> {
  const listeners = await portListeners(bind.port);
  if (listeners.length > 0) return describe(listeners, bind.port);
  return (await isFree(bind)) ? null : describe([{ address: bind.host, pid: null }], bind.port);
}
