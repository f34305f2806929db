import { networkInterfaces } from 'node:os';
import { platform } from 'node:process';
import type { ServerOwner } from '../../../contract/server.ts';
import type { HeldAddresses } from '../../exposure/listener-manager.ts';
import type { Endpoint } from '../../ollama/endpoint.ts';
import { isWildcard, probeVersion, reachableHost } from '../../ollama/probe-version.ts';
import { executableOf } from '../../os/command-line.ts';
import { launchdLabelOf } from '../../os/launchd-jobs.ts';
import { type PortListener, portListeners } from '../../os/port-listeners.ts';
import { groupMembers, type ProcessInfo, processInfo, wholeName } from '../../os/process-info.ts';
import { isFree } from './is-free.ts';
import { identified, isOfOllamaApp, type KnownProcess } from './ollama-app.ts';

/** An Ollama server running outside Corral. */
export interface ExternalServer {
  readonly kind: 'ollama';
  readonly owner: ServerOwner;
  readonly pid: number | null;
  readonly version: string;
  readonly endpoint: Endpoint;
  readonly canTakeOver: boolean;
}

/** Who uses the server's port when it isn't our server. */
export type PortOwner =
  | ExternalServer
  | {
      readonly kind: 'other';
      readonly pid: number | null;
      readonly name: string | null;
      readonly canTakeOver: boolean;
    };

/** Milliseconds for an external server to respond; a busy one still responds to `/api/version` at once. */
const PROBE_TIMEOUT_MS = 1_500;

/** Homebrew's folders, whatever its prefix; `/opt/ollama` itself isn't one. */
const HOMEBREW_PATH = /\/(?:homebrew|\.?linuxbrew|Cellar)\/|.\/opt\/ollama\//;

/** Who started a server, as far as its command line and its parent show. The parent is null where there is none anymore. */
export function classifyOwner(
  process: KnownProcess | null,
  parent: KnownProcess | null,
  system: NodeJS.Platform,
): ServerOwner {
  if (process === null) return 'unknown';
  // The app's own executable may also be run in a terminal, and then the app isn't its owner.
  if ((parent && isOfOllamaApp(parent)) || (isOfOllamaApp(process) && !process.hasTerminal)) return 'ollamaApp';
  if (process.hasTerminal) return 'terminal';
  if (system !== 'darwin' || process.ppid !== 1) return 'unknown';
  return HOMEBREW_PATH.test(executableOf(process.args)) ? 'homebrew' : 'launchd';
}

function isOfOtherUser({ uid }: ProcessInfo): boolean {
  return uid !== process.getuid?.();
}

/** Not for another user's process, which can't be signaled, nor for this process itself. */
function canRequestQuit(info: ProcessInfo | null): boolean {
  return info !== null && !isOfOtherUser(info) && info.pid !== process.pid;
}

/** An owner that is unknown by how it was started may be known as another user. */
export function orOtherUser(owner: ServerOwner, info: ProcessInfo | null): ServerOwner {
  return owner === 'unknown' && info !== null && isOfOtherUser(info) ? 'otherUser' : owner;
}

async function ownerOf(info: ProcessInfo | null): Promise<ServerOwner> {
  const parent = info === null ? null : await processInfo(info.ppid);
  const owner = classifyOwner(info && (await identified(info)), parent && (await identified(parent)), platform);
  // A server that outlived its terminal has launchd for a parent too, but is no job of launchd's.
  const isJob = owner !== 'launchd' || info === null || (await launchdLabelOf(info.pid)) !== null;
  return orOtherUser(isJob ? owner : 'unknown', info);
}

/** Where a listener responds and no socket of Corral's does in its place; null where there is no such address. */
function distinctHost(address: string, held: readonly string[]): string | null {
  const host = reachableHost(address);
  if (!held.includes(host)) return host;
  // macOS lets a wildcard share the port with a specific address, which then gets what is sent there.
  const others = Object.values(networkInterfaces()).flatMap((infos) => infos ?? []);
  return others.find((one) => !one.internal && one.family === 'IPv4' && !held.includes(one.address))?.address ?? null;
}

/** The first listener that responds as Ollama does, otherwise the first whose process is known. */
async function identifyOwner({ foreign, held }: PortUse, port: number): Promise<PortOwner> {
  for (const { address, pid } of foreign) {
    const host = distinctHost(address, held);
    if (host === null) continue;
    const endpoint = { host, port };
    const version = await probeVersion(endpoint, PROBE_TIMEOUT_MS);
    if (version === null) continue;
    const info = pid === null ? null : await processInfo(pid);
    const owner = await ownerOf(info);
    return { kind: 'ollama', owner, pid, version, endpoint, canTakeOver: canRequestQuit(info) };
  }
  const pid = foreign.find((listener) => listener.pid !== null)?.pid ?? null;
  const info = pid === null ? null : await processInfo(pid);
  return { kind: 'other', pid, name: info && (await wholeName(info)), canTakeOver: canRequestQuit(info) };
}

/** Who listens on a port besides Corral, and on which addresses Corral does. */
interface PortUse {
  readonly foreign: readonly PortListener[];
  readonly held: readonly string[];
}

async function nothingHeld(): Promise<HeldAddresses> {
  return { held: [], opening: [] };
}

/** Corral may open and close listeners while the system lists them, so that what it had before and has after that is its own. */
async function scan(port: number, readHeld: () => Promise<HeldAddresses>): Promise<PortUse> {
  const before = await readHeld();
  const listeners = await portListeners(port);
  const after = await readHeld();
  const own = [before, after].flatMap(({ held, opening }) => [...held, ...opening]);
  const foreign = listeners.filter(({ address, pid }) => pid !== process.pid || !own.includes(address));
  return { foreign, held: after.held };
}

/**
 * Who uses the port; null when nobody does but Corral. Every listener on it counts, wildcard and IPv6 too, because macOS lets a
 * wildcard and a specific address share a port and then routes to whichever fits better.
 * @param readHeld the addresses on which Corral itself listens there, as of now
 */
export async function findPortOwner(bind: Endpoint, readHeld = nothingHeld): Promise<PortOwner | null> {
  const use = await scan(bind.port, readHeld);
  const { held } = use;
  if (use.foreign.length > 0) return identifyOwner(use, bind.port);
  // Nobody else can have an address that Corral has, and none can be tried that includes it.
  const isOurs = held.includes(bind.host) || (held.length > 0 && isWildcard(bind.host));
  if (isOurs || (await isFree(bind))) return null;
  // A process that bound after the first scan is found by a second one; another user's socket by none.
  const { foreign } = await scan(bind.port, readHeld);
  return identifyOwner(
    { foreign: foreign.length > 0 ? foreign : [{ address: bind.host, pid: null }], held },
    bind.port,
  );
}

/** Whether a process group's own socket listens on the port, as far as the system reports the processes of sockets. */
export async function isPortOf(pgid: number, port: number): Promise<boolean> {
  const [listeners, members] = await Promise.all([portListeners(port), groupMembers(pgid)]);
  const foreign = listeners.filter(({ pid }) => pid !== null && !members.includes(pid));
  return listeners.length === 0 || foreign.length < listeners.length;
}

/**
 * Checks a known external server again. One that responds as before is still it, and a probe is far cheaper than asking the
 * system who listens.
 */
export async function recheckServer(known: ExternalServer, bind: Endpoint): Promise<PortOwner | null> {
  const { endpoint, pid, version } = known;
  const isAlive = pid === null || (await processInfo(pid)) !== null;
  if (!isAlive || endpoint.port !== bind.port) return findPortOwner(bind);
  return (await probeVersion(endpoint, PROBE_TIMEOUT_MS)) === version ? known : findPortOwner(bind);
}

/** The server that responds on a port on which Corral doesn't listen, if any; anything else there is of no interest while we don't need the port. */
export async function findServer(bind: Endpoint): Promise<PortOwner | null> {
  const version = await probeVersion({ host: reachableHost(bind.host), port: bind.port }, PROBE_TIMEOUT_MS);
  const owner = version === null ? null : await findPortOwner(bind);
  return owner?.kind === 'ollama' ? owner : null;
}
