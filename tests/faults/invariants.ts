import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerSlice } from '../../contract/server.ts';
import { portListeners } from '../../core/os/port-listeners.ts';
import type { ProcessInfo } from '../../core/os/process-info.ts';
import { listProcesses, processesOf } from './processes-of.ts';

/** What the state shown is compared with. */
export interface ObservedSystem {
  /** HOME of everything that the supervisor starts, and of nothing else except `hosts`. */
  readonly home: string;
  readonly dataDir: string;
  /** Every port that was ever used here. */
  readonly ports: ReadonlySet<number>;
  /** Pids of the external processes that are running. */
  readonly external: readonly number[];
  /** Corral itself, where it is a process of its own. */
  readonly hosts: readonly number[];
}

interface Observation extends ObservedSystem {
  /** The processes that the supervisor has started. */
  readonly own: readonly ProcessInfo[];
  /** Pids of the listeners of each port; null where the system doesn't report it. */
  readonly listeners: ReadonlyMap<number, readonly (number | null)[]>;
}

const VERSION_TIMEOUT_MS = 1_500;

async function versionAt(port: number): Promise<string | null> {
  const signal = AbortSignal.timeout(VERSION_TIMEOUT_MS);
  const body = await fetch(`http://127.0.0.1:${port}/api/version`, { signal }).then(
    (response): Promise<unknown> => response.json(),
    () => null,
  );
  const version = typeof body === 'object' && body !== null && 'version' in body ? body.version : null;
  return typeof version === 'string' ? version : null;
}

function listenersOf({ listeners }: Observation, port: number): readonly (number | null)[] {
  return listeners.get(port) ?? [];
}

/** The shell that ends a process when Corral is gone (`kill-on-parent-exit.ts`) is in a group of its own. */
function isGuard({ args }: ProcessInfo): boolean {
  return args.startsWith('/bin/sh -c') && args.includes('read -r nothing');
}

/** The server runs in one process group, is the one listener of ours on its own port, and responds on the one for clients. */
async function violationsWhileRunning(server: ServerSlice, seen: Observation): Promise<string[]> {
  const { actual, pid, port } = server;
  const own = seen.own.filter((process) => !isGuard(process));
  const ownPort = server.innerPort ?? port;
  const violations: string[] = [];
  if (!own.some((process) => process.pid === pid)) violations.push(`no process ${pid}`);
  const strays = own.filter((process) => process.pgid !== pid);
  if (strays.length > 0) violations.push(`not in its group: ${listProcesses(strays)}`);
  const listening = listenersOf(seen, ownPort).filter((listener) => own.some((process) => process.pid === listener));
  if (listening.length !== 1 || listening[0] !== pid)
    violations.push(`listening on ${ownPort}: ${listening.join(', ')}`);
  const version = await versionAt(port);
  if (actual.state === 'running' && version !== actual.version) violations.push(`the port responds with ${version}`);
  return violations;
}

/** The process shown listens on the port, and if it is a server, responds there. */
async function violationsWhileBlocked({ actual, port }: ServerSlice, seen: Observation): Promise<string[]> {
  if (actual.state !== 'external' && actual.state !== 'portInUse') return [];
  const { pid } = actual;
  if (pid === null || !seen.external.includes(pid)) return [`no external process has the pid ${pid}`];
  if (!listenersOf(seen, port).includes(pid)) return [`${pid} doesn't listen on ${port}`];
  const version = actual.state === 'external' ? await versionAt(port) : null;
  return actual.state === 'external' && version !== actual.version ? [`the port responds with ${version}`] : [];
}

/** An external server that responds is to be shown, also while none of ours is desired. */
async function violationsWhileStopped({ port }: ServerSlice, seen: Observation): Promise<string[]> {
  const hasListener = seen.external.some((pid) => listenersOf(seen, port).includes(pid));
  return hasListener && (await versionAt(port)) !== null ? [`the external server on ${port} isn't shown`] : [];
}

/** Nothing of ours is left, recorded or open in the history but what runs, and no unknown process listens on our ports. */
function violationsInAnyState({ actual, runs, pid }: ServerSlice, seen: Observation): string[] {
  const isRunning = actual.state === 'running';
  const violations: string[] = [];
  if (!isRunning && seen.own.length > 0) violations.push(`left: ${listProcesses(seen.own)}`);
  if (existsSync(join(seen.dataDir, 'run.json')) !== isRunning) {
    violations.push(isRunning ? 'no record' : 'a record of nothing');
  }
  const known = [...seen.external, ...seen.hosts, process.pid, ...seen.own.map((own) => own.pid)];
  for (const [port, pids] of seen.listeners) {
    const unknown = pids.filter((listener) => listener === null || !known.includes(listener));
    if (unknown.length > 0) violations.push(`unknown listeners on ${port}: ${unknown.join(', ')}`);
  }
  const open = runs.filter(({ end }) => end === null).map((run) => run.pid);
  if (open.length !== (isRunning ? 1 : 0) || (isRunning && open[0] !== pid)) {
    violations.push(`open in the history: ${open.join(', ')}`);
  }
  return violations;
}

async function violationsInState(server: ServerSlice, seen: Observation): Promise<string[]> {
  const { state } = server.actual;
  if (state === 'running') return violationsWhileRunning(server, seen);
  if (state === 'external' || state === 'portInUse') return violationsWhileBlocked(server, seen);
  return state === 'stopped' ? violationsWhileStopped(server, seen) : [];
}

/** In which states the supervisor may settle. */
const SETTLED_STATES: Readonly<Record<ServerSlice['desired'], readonly string[]>> = {
  running: ['running', 'external', 'portInUse', 'failed', 'notInstalled'],
  stopped: ['stopped', 'external'],
};

/** Where the state shown and the system disagree; empty when what is shown is true and has settled. */
export async function invariantViolations(server: ServerSlice, system: ObservedSystem): Promise<string[]> {
  const { desired, actual } = server;
  if (!SETTLED_STATES[desired].includes(actual.state)) {
    return [`${actual.state} isn't a settled state where ${desired} is desired`];
  }
  const ports = [...new Set([...system.ports, server.innerPort ?? server.port])];
  const [own, ...found] = await Promise.all([
    processesOf(system.home, system.hosts),
    ...ports.map((port) => portListeners(port)),
  ]);
  const listeners = new Map(ports.map((port, i) => [port, (found[i] ?? []).map(({ pid }) => pid)]));
  const seen: Observation = { ...system, own, listeners };
  const violations = [...violationsInAnyState(server, seen), ...(await violationsInState(server, seen))];
  return violations.map((violation) => `${actual.state}: ${violation}`);
}
