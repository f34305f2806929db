import { exposureText } from '../../contract/derived/catalog/en/exposure.ts';
import type { TailnetHttps as View } from '../../contract/exposure.ts';
import { createListeners } from '../async/listeners.ts';
import { createSerialQueue } from '../async/serial-queue.ts';
import type { OnDamaged } from '../data-folder/saved-file.ts';
import type { GatewayListener, ListenOnAddress } from '../gateway/gateway.ts';
import { findTailscale } from './find-tailscale.ts';
import {
  type ServeExit,
  type ServeOutput,
  type ServeProcess,
  startServe,
  stopOrphanedServe,
} from './tailscale-serve.ts';

/** After the process exited unexpectedly, as when Tailscale restarts. */
const RETRY_DELAY_MS = 30_000;

export interface TailnetHttpsOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly dataDir: string;
  /** The record of what an earlier host left running couldn't be read. */
  readonly onDamaged: OnDamaged;
  /** Opens a listener of the gateway. */
  readonly listen: ListenOnAddress;
}

export interface TailnetHttps {
  /** Turns it on for this name, or off for null. After a failure it is retried once the delay has passed. */
  reconcile(dnsName: string | null): Promise<void>;
  view(): Pick<View, 'state' | 'url' | 'consentUrl' | 'reason'>;
  /** Calls `listener` after each change of the view; the returned function ends it. */
  subscribe(listener: () => void): () => void;
  close(): Promise<void>;
}

interface Served {
  readonly dnsName: string;
  readonly listener: GatewayListener;
  readonly process: ServeProcess;
}

const OFF: View = { state: 'off', url: null, consentUrl: null, reason: null };

/** What the output of `tailscale serve` says about the state; null while it says nothing yet. */
function viewOf({ url, consentUrl }: ServeOutput): View | null {
  if (url !== null) return { state: 'on', url: `${url}/v1`, consentUrl: null, reason: null };
  return consentUrl === null ? null : { ...OFF, state: 'consent', consentUrl };
}

/**
 * HTTPS on the tailnet: `tailscale serve` in the foreground, which forwards to a keyed listener of its own. What a person has set up
 * with the command stays as it is.
 */
export function createTailnetHttps({ env, dataDir, onDamaged, listen }: TailnetHttpsOptions): TailnetHttps {
  const listeners = createListeners<void>();
  const enqueue = createSerialQueue();
  let served: Served | null = null;
  let view: View = OFF;
  let failedAt = Number.NEGATIVE_INFINITY;
  let cleanUp: Promise<void> | null = null;

  const show = (next: View): void => {
    view = next;
    listeners.notify();
  };
  const fail = (reason: string, consentUrl: string | null = null): void => {
    failedAt = performance.now();
    show({ ...OFF, state: 'failed', reason, consentUrl });
  };
  /** What was said outlives the process, until the next one says something else. */
  const end = ({ reason, page, needsConsent }: ServeExit): void => {
    if (needsConsent) {
      failedAt = performance.now();
      show({ ...OFF, state: 'consent', consentUrl: page });
    } else fail(reason || exposureText('https.stopped'), page);
  };
  const start = async (dnsName: string): Promise<void> => {
    const executable = await findTailscale(env);
    if (executable === null) return fail(exposureText('https.noCommand'));
    if (view.state !== 'consent' && view.state !== 'failed') show({ ...OFF, state: 'starting' });
    try {
      const listener = await listen({ address: '127.0.0.1', port: 0, keyed: true, proxied: true });
      const onOutput = (output: ServeOutput) => show(viewOf(output) ?? view);
      const onExit = (exit: ServeExit) => {
        served = null;
        void listener.close();
        end(exit);
      };
      const process = startServe({ executable, env, dataDir, port: listener.port, dnsName, onOutput, onExit });
      served = { dnsName, listener, process };
      await process.recorded;
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
  };
  const stop = async (): Promise<void> => {
    if (!served) return;
    const { listener, process } = served;
    served = null;
    await process.stop();
    await listener.close();
  };
  const follow = async (dnsName: string | null): Promise<void> => {
    cleanUp ??= stopOrphanedServe(dataDir, onDamaged);
    await cleanUp;
    if (served && served.dnsName !== dnsName) await stop();
    if (dnsName === null) {
      failedAt = Number.NEGATIVE_INFINITY;
      if (view.state !== 'off') show(OFF);
    } else if (!served && performance.now() - failedAt >= RETRY_DELAY_MS) await start(dnsName);
  };

  return {
    reconcile: (dnsName) => enqueue(() => follow(dnsName)),
    view: () => view,
    subscribe: listeners.add,
    close: () => enqueue(stop),
  };
}
