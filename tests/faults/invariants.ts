import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerSlice } from '../../contract/server.ts';
import { portListeners } from '../../core/os/port-listeners.ts';
import type { ProcessInfo } from '../../core/os/process-info.ts';
import { processesOf } from './processes-of.ts';

/** What the state shown is held against. */
export interface ObservedSystem {
  /** HOME of everything that the supervisor starts, and of nothing else but `hosts`. */
  readonly home: string;
  readonly dataDir: string;
  /** Every port that was ever used here. */
  readonly ports: ReadonlySet<number>;
  /** The programs of others that live now. */
  readonly outsiders: readonly number[];
  /** Corral itself, where it is a process of its own. */
  readonly hosts: readonly number[];
}

interface Seen extends ObservedSystem {
  readonly ours: readonly ProcessInfo[];
  readonly listeners: ReadonlyMap<number, readonly (number | null)[]>;
}

const timeoutMs = 1_500;

async function versionAt(port: number): Promise<string | null> {
  const signal = AbortSignal.timeout(timeoutMs);
  const reply = await fetch(`http://127.0.0.1:${port}/api/version`, { signal }).then(
    (response): Promise<unknown> => response.json(),
    () => null,
  );
  const version = typeof reply === 'object' && reply !== null && 'version' in reply ? reply.version : null;
  return typeof version === 'string' ? version : null;
}

function holdersOf({ listeners }: Seen, port: number): readonly (number | null)[] {
  return listeners.get(port) ?? [];
}

async function ofRunning({ actual, pid, port }: ServerSlice, seen: Seen): Promise<string[]> {
  const { ours } = seen;
  const said: string[] = [];
  if (!ours.some((one) => one.pid === pid)) said.push(`no process ${pid}`);
  const strays = ours.filter((one) => one.pgid !== pid);
  if (strays.length > 0)
    said.push(`not of its group: ${strays.map(({ pid: id, args }) => `${id} ${args}`).join(', ')}`);
  const listening = holdersOf(seen, port).filter((holder) => ours.some((one) => one.pid === holder));
  if (listening.length !== 1 || listening[0] !== pid) said.push(`listening on ${port}: ${listening.join(', ')}`);
  const version = await versionAt(port);
  if (actual.state === 'running' && version !== actual.version) said.push(`the port answers with ${version}`);
  return said;
}

async function ofExternal({ actual, port }: ServerSlice, seen: Seen): Promise<string[]> {
  if (actual.state !== 'external' && actual.state !== 'portInUse') return [];
  const { pid } = actual;
  if (pid === null || !seen.outsiders.includes(pid)) return [`nobody else has the pid ${pid}`];
  if (!holdersOf(seen, port).includes(pid)) return [`${pid} does not listen on ${port}`];
  const version = actual.state === 'external' ? await versionAt(port) : null;
  return actual.state === 'external' && version !== actual.version ? [`the port answers with ${version}`] : [];
}

/** A server of somebody else's that answers is to be shown, also while none of ours is wanted. */
async function ofStopped({ port }: ServerSlice, seen: Seen): Promise<string[]> {
  const external =
    seen.outsiders.some((pid) => holdersOf(seen, port).includes(pid)) && (await versionAt(port)) !== null;
  return external ? [`somebody else's server on ${port} is not shown`] : [];
}

function ofEveryState({ actual, runs, pid }: ServerSlice, seen: Seen): string[] {
  const isRunning = actual.state === 'running';
  const said: string[] = [];
  if (!isRunning && seen.ours.length > 0)
    said.push(`left: ${seen.ours.map((one) => `${one.pid} ${one.args}`).join(', ')}`);
  if (existsSync(join(seen.dataDir, 'run.json')) !== isRunning)
    said.push(isRunning ? 'no record' : 'a record of nothing');
  const known = [...seen.outsiders, ...seen.hosts, process.pid, ...seen.ours.map((one) => one.pid)];
  for (const [port, holders] of seen.listeners) {
    const strange = holders.filter((holder) => holder === null || !known.includes(holder));
    if (strange.length > 0) said.push(`unknown listeners on ${port}: ${strange.join(', ')}`);
  }
  const open = runs.filter(({ end }) => end === null).map((run) => run.pid);
  if (open.length !== (isRunning ? 1 : 0) || (isRunning && open[0] !== pid))
    said.push(`open in the history: ${open.join(', ')}`);
  return said;
}

const allowed: Readonly<Record<ServerSlice['desired'], readonly string[]>> = {
  running: ['running', 'external', 'portInUse', 'failed', 'notInstalled'],
  stopped: ['stopped', 'external'],
};

/** Where the state shown and the machine disagree, in words; empty when what is shown is the truth and has come to rest. */
export async function invariantViolations(server: ServerSlice, scene: ObservedSystem): Promise<string[]> {
  const { desired, actual } = server;
  if (!allowed[desired].includes(actual.state))
    return [`${actual.state} is no place to rest where ${desired} is wanted`];
  const ports = [...scene.ports];
  const [ours, ...found] = await Promise.all([
    processesOf(scene.home, scene.hosts),
    ...ports.map((port) => portListeners(port)),
  ]);
  const listeners = new Map(ports.map((port, i) => [port, (found[i] ?? []).map(({ pid }) => pid)]));
  const seen: Seen = { ...scene, ours, listeners };
  const said = ofEveryState(server, seen);
  if (actual.state === 'running') said.push(...(await ofRunning(server, seen)));
  if (actual.state === 'external' || actual.state === 'portInUse') said.push(...(await ofExternal(server, seen)));
  if (actual.state === 'stopped') said.push(...(await ofStopped(server, seen)));
  return said.map((one) => `${actual.state}: ${one}`);
}
