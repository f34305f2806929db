import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type OnDamaged, openSavedFile } from '../data-folder/saved-file.ts';
import { killOnParentExit } from '../os/kill-on-parent-exit.ts';
import { processInfo } from '../os/process-info.ts';
import { writeAtomically } from '../os/write-atomically.ts';
import { TAILSCALE_CLI } from './find-tailscale.ts';

/** For `tailscale` to remove its configuration, before it is killed. */
const STOP_TIMEOUT_MS = 3_000;
/** It prints a few lines; more would be a fault. */
const MAX_OUTPUT_CHARACTERS = 16_384;

/** What `tailscale serve` has printed so far. */
export interface ServeOutput {
  /** The address on the tailnet; null until it is served. */
  readonly url: string | null;
  /** The page on which the tailnet's owner has to allow it first; null if nobody has to. */
  readonly consentUrl: string | null;
  /** The last line that isn't a URL, as the reason if the process exits; empty when there is none. */
  readonly lastLine: string;
}

function urlsIn(text: string): URL[] {
  return [...text.matchAll(/https:\/\/\S+/g)].flatMap(([found]) => URL.parse(found) ?? []);
}

/**
 * Parses the CLI's output, which is meant for a person: the served address is alone on its line and has the node's own name; any other
 * https URL is a page to open first (`cmd/tailscale/cli/serve_v2.go`).
 */
export function parseServeOutput(text: string, dnsName: string): ServeOutput {
  const urls = urlsIn(text);
  const served = urls.find(({ hostname }) => hostname === dnsName.toLowerCase());
  const consent = served ? undefined : urls.find(({ hostname }) => hostname !== dnsName.toLowerCase());
  const lines = text.split('\n').map((line) => line.trim());
  const lastLine = lines.findLast((line) => line !== '' && !line.includes('://')) ?? '';
  return { url: served?.origin ?? null, consentUrl: consent?.href ?? null, lastLine };
}

/** The process that serves HTTPS on the tailnet; its start time tells it from a later one with the same pid. */
const ServeRecord = z.object({ pid: z.number().int().positive(), startTime: z.string() });

function recordPath(dataDir: string): string {
  return join(dataDir, 'tailscale-serve.json');
}

/** Records the process, so that the next host finds it if this one is killed. */
export async function recordServe(dataDir: string, pid: number): Promise<void> {
  const info = await processInfo(pid);
  if (info) await writeAtomically(recordPath(dataDir), JSON.stringify({ pid, startTime: info.startTime }));
}

/** A record that can't be removed names a process that is gone, which the next start checks. */
function removeRecord(dataDir: string): Promise<void> {
  return rm(recordPath(dataDir), { force: true }).catch(() => undefined);
}

/** Stops the process that an earlier host left running, and no other. A record that can't be read is moved aside. */
export async function stopOrphanedServe(dataDir: string, onDamaged: OnDamaged): Promise<void> {
  const record = openSavedFile({ path: recordPath(dataDir), schema: ServeRecord, onDamaged }).read();
  if (record === null) return;
  try {
    if ((await processInfo(record.pid))?.startTime === record.startTime) process.kill(record.pid, 'SIGTERM');
  } catch {
    // It is gone already.
  }
  await removeRecord(dataDir);
}

export interface ServeOptions {
  /** Of `tailscale`. */
  readonly executable: string;
  readonly env: NodeJS.ProcessEnv;
  readonly dataDir: string;
  /** Of the listener to forward to. */
  readonly port: number;
  readonly dnsName: string;
  readonly onOutput: (output: ServeOutput) => void;
  /** The process has exited without being stopped here; `reason` is empty when it gave none. */
  readonly onExit: (reason: string) => void;
}

export interface ServeProcess {
  /** Resolves when the process is recorded. */
  readonly recorded: Promise<void>;
  /** Resolves when it is gone. */
  stop(): Promise<void>;
}

async function terminate(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await gone;
  clearTimeout(force);
}

/** Starts `tailscale serve` in the foreground, where it exits with Corral; in the background it would outlive it. */
export function startServe(options: ServeOptions): ServeProcess {
  const { executable, env, dataDir, port, dnsName, onOutput, onExit } = options;
  let stopped = false;
  let text = '';
  const child = spawn(executable, ['serve', '--https=443', `http://127.0.0.1:${port}`], {
    env: { ...process.env, ...env, ...TAILSCALE_CLI, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const read = (chunk: string) => {
    if (stopped || text.length > MAX_OUTPUT_CHARACTERS) return;
    text += chunk;
    onOutput(parseServeOutput(text, dnsName));
  };
  const exited = (reason: string) => {
    if (stopped) return;
    stopped = true;
    void removeRecord(dataDir);
    onExit(reason);
  };
  child.stdout.setEncoding('utf8').on('data', read);
  child.stderr.setEncoding('utf8').on('data', read);
  child.once('error', (error) => exited(error.message));
  child.once('close', () => exited(parseServeOutput(text, dnsName).lastLine));
  // Otherwise the tailnet would still be led to a port that any process may get next.
  if (child.pid !== undefined) child.once('exit', killOnParentExit(child.pid));
  return {
    recorded: child.pid === undefined ? Promise.resolve() : recordServe(dataDir, child.pid).catch(() => undefined),
    async stop() {
      stopped = true;
      await terminate(child);
      await removeRecord(dataDir);
    },
  };
}
