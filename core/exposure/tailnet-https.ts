import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TailnetHttps as View } from '../../contract/exposure.ts';
import { createSerialQueue } from '../async/serial-queue.ts';
import type { Gateway, GatewayListener } from '../gateway/gateway.ts';
import { killOnParentExit } from '../os/kill-on-parent-exit.ts';
import { findTailscale, TAILSCALE_CLI } from './find-tailscale.ts';
import { parseServeOutput } from './parse-serve-output.ts';
import { forgetServe, recordServe, stopOrphanedServe } from './serve-record.ts';

const LOOPBACK = '127.0.0.1';
/** After it ended by itself, as when Tailscale restarts. Milliseconds. */
const RETRY_DELAY_MS = 30_000;
/** For `tailscale` to take its settings back, before it is ended by force. Milliseconds. */
const END_WITHIN_MS = 3_000;
/** Its words are few; more would be a fault. */
const MOST_WORDS = 16_384;

export interface TailnetHttpsOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly dataDir: string;
  /** Opens a listener of the gateway. */
  readonly listen: Gateway['listen'];
}

export interface TailnetHttps {
  /** Turns it on for this name, or off for null. Where it has failed, it is tried again after a while. */
  reconcile(dnsName: string | null): Promise<void>;
  view(): Pick<View, 'state' | 'url' | 'consentUrl' | 'reason'>;
  /** Calls `listener` after each change of the view; the returned function ends it. */
  subscribe(listener: () => void): () => void;
  close(): Promise<void>;
}

interface Served {
  readonly dnsName: string;
  readonly child: ChildProcess;
  readonly listener: GatewayListener;
}

const OFF: View = { state: 'off', url: null, consentUrl: null, reason: null };

/**
 * HTTPS in the tailnet by `tailscale serve` in the foreground, to a keyed listener of its own. In the foreground it ends with
 * its process and leaves what a person has set up with the command alone; in the background it would outlive Corral.
 */
export function createTailnetHttps({ env, dataDir, listen }: TailnetHttpsOptions): TailnetHttps {
  const listeners = new Set<() => void>();
  let served: Served | null = null;
  let view: View = OFF;
  let failedAt = Number.NEGATIVE_INFINITY;
  let cleaned: Promise<void> | null = null;
  const enqueue = createSerialQueue();
  const show = (next: View) => {
    view = next;
    for (const listener of listeners) listener();
  };
  const fail = (reason: string) => {
    failedAt = performance.now();
    show({ ...OFF, state: 'failed', reason });
  };

  const read = (child: ChildProcess, dnsName: string) => {
    let text = '';
    const hear = (chunk: string) => {
      if (text.length > MOST_WORDS || served?.child !== child) return;
      text += chunk;
      const { url, consentUrl } = parseServeOutput(text, dnsName);
      if (url !== null) show({ state: 'on', url: `${url}/v1`, consentUrl: null, reason: null });
      else if (consentUrl !== null) show({ ...OFF, state: 'consent', consentUrl });
    };
    child.stdout?.setEncoding('utf8').on('data', hear);
    child.stderr?.setEncoding('utf8').on('data', hear);
    return () => parseServeOutput(text, dnsName).lastLine;
  };
  const start = async (dnsName: string) => {
    const cli = await findTailscale(env);
    if (cli === null) return fail('The command “tailscale” was not found. Tailscale’s own settings can install it.');
    show({ ...OFF, state: 'starting' });
    try {
      const listener = await listen({ address: LOOPBACK, port: 0, keyed: true, proxied: true });
      const child = spawn(cli, ['serve', '--https=443', `http://${LOOPBACK}:${listener.port}`], {
        env: { ...process.env, ...env, ...TAILSCALE_CLI, LC_ALL: 'C' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      served = { dnsName, child, listener };
      const lastLine = read(child, dnsName);
      const ended = (why: string) => {
        if (served?.child !== child) return;
        served = null;
        void listener.close();
        void forgetServe(dataDir);
        fail(why);
      };
      child.once('error', (error) => ended(error.message));
      child.once('close', () => ended(lastLine() || 'Tailscale ended it without a word.'));
      if (child.pid === undefined) return;
      // Else it would go on leading the tailnet to a port that any program may have next.
      child.once('exit', killOnParentExit(child.pid));
      await recordServe(dataDir, child.pid).catch(() => undefined);
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
  };
  const end = async () => {
    if (!served) return;
    const { child, listener } = served;
    served = null;
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
      await gone;
      clearTimeout(force);
    }
    await Promise.all([listener.close(), forgetServe(dataDir)]);
  };

  return {
    reconcile: (dnsName) =>
      enqueue(async () => {
        cleaned ??= stopOrphanedServe(dataDir);
        await cleaned;
        if (served && served.dnsName !== dnsName) await end();
        if (dnsName === null) {
          failedAt = Number.NEGATIVE_INFINITY;
          if (view.state !== 'off') show(OFF);
        } else if (!served && performance.now() - failedAt >= RETRY_DELAY_MS) await start(dnsName);
      }),
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: () => enqueue(end),
  };
}
