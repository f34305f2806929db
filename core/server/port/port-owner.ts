import { createServer } from 'node:net';
import { platform } from 'node:process';
import type { ServerOwner } from '../../../contract/server.ts';
import { type Endpoint, probeVersion, reachableHost } from '../../ollama/probe-version.ts';
import { launchdLabelOf } from '../../os/launchd-jobs.ts';
import { type PortListener, portListeners } from '../../os/port-listeners.ts';
import { groupMembers, type ProcessInfo, processInfo } from '../../os/process-info.ts';
import type { PortOwner } from '../supervisor-state.ts';
import { isOfOllamaApp } from './ollama-app.ts';

type KnownServer = Extract<PortOwner, { kind: 'ollama' }>;

/** Milliseconds for somebody else's server to answer; a busy one still answers `/api/version` at once. */
const probeTimeoutMs = 1_500;

const homebrew = /\/(homebrew|Cellar|opt\/ollama)\//;

/** Who started a server, as far as its command line and its parent tell. The parent is null where there is none any more. */
export function classifyOwner(
  process: ProcessInfo | null,
  parent: ProcessInfo | null,
  system: NodeJS.Platform,
): ServerOwner {
  if (process === null) return 'unknown';
  // Somebody may also run the app's own program in a terminal, and that isn't the app.
  if ((parent && isOfOllamaApp(parent)) || (isOfOllamaApp(process) && !process.hasTerminal)) return 'ollamaApp';
  if (process.hasTerminal) return 'terminal';
  if (system !== 'darwin' || process.ppid !== 1) return 'unknown';
  return homebrew.test(process.args) ? 'homebrew' : 'launchd';
}

/** Whether the address can be bound; lsof doesn't show other users' sockets, the kernel's refusal does. */
function isFree({ host, port }: Endpoint): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => resolve(!('code' in error) || error.code !== 'EADDRINUSE'));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** Another person's process can't be asked; this one is no holder of the server's port that anybody should end. */
function canRequestQuit(info: ProcessInfo | null): boolean {
  return info !== null && info.uid === process.getuid?.() && info.pid !== process.pid;
}

async function describe(listeners: readonly PortListener[], port: number): Promise<PortOwner> {
  for (const { address, pid } of listeners) {
    const endpoint = { host: reachableHost(address), port };
    const version = await probeVersion(endpoint, probeTimeoutMs);
    if (version === null) continue;
    const info = pid === null ? null : await processInfo(pid);
    const parent = info === null ? null : await processInfo(info.ppid);
    const started = classifyOwner(info, parent, platform);
    // A server that outlived its terminal has launchd for a parent too, but is no job of it.
    const isJob = started !== 'launchd' || pid === null || (await launchdLabelOf(pid)) !== null;
    const owner = isJob ? started : 'unknown';
    return { kind: 'ollama', owner, pid, version, endpoint, canTakeOver: canRequestQuit(info) };
  }
  const pid = listeners.find((listener) => listener.pid !== null)?.pid ?? null;
  const info = pid === null ? null : await processInfo(pid);
  return { kind: 'other', pid, name: info?.name ?? null, canTakeOver: canRequestQuit(info) };
}

/**
 * Who has the port; null when it is free. Every listener on it is looked at, wildcard and IPv6 too, because macOS lets a
 * wildcard and a specific address share a port and then answers as whichever fits better.
 */
export async function findPortOwner(bind: Endpoint): Promise<PortOwner | null> {
  const listeners = await portListeners(bind.port);
  if (listeners.length > 0) return describe(listeners, bind.port);
  if (await isFree(bind)) return null;
  // Somebody who came after the first look is found at a second one; another user's socket at none.
  const late = await portListeners(bind.port);
  return describe(late.length > 0 ? late : [{ address: bind.host, pid: null }], bind.port);
}

/** Whether a process group's own socket listens on the port, as far as the system tells whose the sockets are. */
export async function isPortOf(pgid: number, port: number): Promise<boolean> {
  const [listeners, members] = await Promise.all([portListeners(port), groupMembers(pgid)]);
  const foreign = listeners.filter(({ pid }) => pid !== null && !members.includes(pid));
  return listeners.length === 0 || foreign.length < listeners.length;
}

/**
 * Looks again at a server that isn't ours. One that answers as before is known already, and asking it is far cheaper than
 * asking the system who listens.
 */
export async function lookAgain(seen: KnownServer, bind: Endpoint): Promise<PortOwner | null> {
  const { endpoint, pid, version } = seen;
  const lives = pid === null || (await processInfo(pid)) !== null;
  if (lives && endpoint.port === bind.port && (await probeVersion(endpoint, probeTimeoutMs)) === version) return seen;
  return findPortOwner(bind);
}

/** Whether a server answers on the port; anything else there is nobody's business while we don't need the port. */
export async function findServer(bind: Endpoint): Promise<PortOwner | null> {
  const answer = await probeVersion({ ...bind, host: reachableHost(bind.host) }, probeTimeoutMs);
  const holder = answer === null ? null : await findPortOwner(bind);
  return holder?.kind === 'ollama' ? holder : null;
}
