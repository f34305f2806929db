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
  /** The page of Tailscale on which the tailnet's owner has to allow it first; null if nobody has to. */
  readonly consentUrl: string | null;
  /** What it said, without what it served, as the reason if the process exits; empty when it said nothing. */
  readonly lastLine: string;
}

function urlsIn(text: string): URL[] {
  return [...text.matchAll(/https:\/\/[^\s"'<>`]+/g)].flatMap(
    ([found]) => URL.parse(found.replace(/[.,;:)]+$/, '')) ?? [],
  );
}

/** Tailscale's own hosts for people who manage a tailnet; its home page and documentation allow nothing. */
function isTailscalePage({ hostname, username, port }: URL): boolean {
  return /^(?!www\.)[a-z0-9-]+\.tailscale\.com$/.test(hostname) && username === '' && port === '';
}

/** The page of Tailscale that a text leads to; null for none, and for a link to anywhere else. */
function tailscalePageIn(text: string): string | null {
  return urlsIn(text).find(isTailscalePage)?.href ?? null;
}

/** Lines that give no reason: of what is served, of other versions, and of how to use the command. */
const WITHOUT_REASON =
  /^(?:Available |\|--|Press Ctrl|Serve started|To disable |Success\.$|Warning: client version |try `tailscale |# Health check:$)/;
const ERROR = /^error\b/i;

/** The error among the lines, or else all of them, each as a sentence. */
function reasonOf(lines: readonly string[]): string {
  const said = lines.filter((line) => line !== '' && !WITHOUT_REASON.test(line));
  const error = said.findLast((line) => ERROR.test(line));
  return (
    error ?? said.reduce((all, line) => (all === '' ? line : `${all}${/[.,:;!?]$/.test(all) ? '' : '.'} ${line}`), '')
  );
}

/**
 * Parses the CLI's output, which is meant for a person: the served address is alone on its line and has the node's own name; a page of
 * Tailscale has to be opened first (`cmd/tailscale/cli/serve_v2.go`, `enableFeatureInteractive` of `serve_legacy.go`).
 */
export function parseServeOutput(text: string, dnsName: string): ServeOutput {
  const lines = text.split('\n').map((line) => line.trim());
  const isServed = (line: string): boolean =>
    /^https:\/\/\S+$/.test(line) && URL.parse(line)?.hostname === dnsName.toLowerCase();
  const servedAt = lines.findLastIndex(isServed);
  const url = URL.parse(lines[servedAt] ?? '')?.origin ?? null;
  const saidSince = lines.slice(servedAt + 1);
  const consent = saidSince
    .filter((line) => !ERROR.test(line))
    .map(tailscalePageIn)
    .find((page) => page !== null);
  // A page that is offered as a link needn't be spelled out.
  const isPage = (line: string): boolean => {
    const address = URL.parse(line);
    return address !== null && isTailscalePage(address);
  };
  const lastLine = reasonOf(saidSince.filter((line) => !isPage(line)));
  return { url, consentUrl: url === null ? (consent ?? null) : null, lastLine };
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

/** What a process left that has exited. */
export interface ServeExit {
  /** Why it exited, in its own words; empty when it gave none. */
  readonly reason: string;
  /** The page of Tailscale that it named. */
  readonly page: string | null;
  /** It exited only because the tailnet's owner has to allow it on that page first. */
  readonly needsConsent: boolean;
}

function exitOf({ consentUrl, lastLine }: ServeOutput): ServeExit {
  return { reason: lastLine, page: consentUrl ?? tailscalePageIn(lastLine), needsConsent: consentUrl !== null };
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
  /** The process has exited without being stopped here. */
  readonly onExit: (exit: ServeExit) => void;
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
  const text = { stdout: '', stderr: '' };
  const child = spawn(executable, ['serve', '--https=443', `http://127.0.0.1:${port}`], {
    env: { ...process.env, ...env, ...TAILSCALE_CLI, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  /** The last line of each may still grow while the process runs. */
  const output = (isComplete: boolean): ServeOutput => {
    const end = (said: string) => (isComplete ? said.length : said.lastIndexOf('\n') + 1);
    const said = [text.stdout, text.stderr].map((one) => one.slice(0, end(one)));
    return parseServeOutput(said.join('\n'), dnsName);
  };
  const read = (stream: 'stdout' | 'stderr') => (chunk: string) => {
    if (stopped || text[stream].length > MAX_OUTPUT_CHARACTERS) return;
    text[stream] += chunk;
    onOutput(output(false));
  };
  const exited = (exit: ServeExit) => {
    if (stopped) return;
    stopped = true;
    void removeRecord(dataDir);
    onExit(exit);
  };
  child.stdout.setEncoding('utf8').on('data', read('stdout'));
  child.stderr.setEncoding('utf8').on('data', read('stderr'));
  child.once('error', (error) => exited({ reason: error.message, page: null, needsConsent: false }));
  child.once('close', () => exited(exitOf(output(true))));
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
