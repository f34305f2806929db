import type { ResourceLimits } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { ActivityLog } from '../../activity/activity-log.ts';
import type { ListenerOptions } from '../gateway.ts';
import type { ActiveWork, GatewayOptions } from '../gateway-parts.ts';
import type { GatewayLimits } from '../policy/gateway-limits.ts';
import type { GatewayPolicy } from '../policy/gateway-policy.ts';
import { HEAP_LIMITS } from './heap-limits.ts';
import { HEARTBEAT_LIMITS, type HeartbeatLimits } from './heartbeat.ts';
import { createLastingListeners, type LastingListener } from './lasting-listeners.ts';
import { type Batch, type HostCall, receivedError } from './messages.ts';
import { createReplacement } from './replacement.ts';
import { createActivityReplay } from './replay-activity.ts';
import { workerFile } from './worker-file.ts';
import { startWorkerLife, WorkerGoneError, type WorkerLife } from './worker-life.ts';

/** The gateway in its own thread, as the rest of the application sees it. Nothing of the application waits for that thread. */
export interface GatewayHandle {
  /**
   * Opened again in each worker that replaces another.
   * @throws EADDRINUSE when the port is in use, EADDRNOTAVAIL when this Mac no longer has the address
   */
  listen(options: ListenerOptions): Promise<LastingListener>;
  /** Resolves once no request is decided by an older policy any more. */
  update(changed: Partial<GatewayPolicy>): Promise<void>;
  /** What is in progress now. */
  activeWork(): Promise<ActiveWork>;
  /** Ends the thread; what is in progress is canceled. */
  close(): Promise<void>;
}

export interface GatewayThreadOptions extends Pick<GatewayOptions, 'keyUsed' | 'readModels' | 'metrics' | 'onChunk'> {
  /** The first policy. */
  readonly policy: GatewayPolicy;
  readonly activity: Pick<ActivityLog, 'add'>;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  /** Called when a listener can't be opened again in another worker, and when it can be after all. */
  readonly onConflict?: () => void;
  readonly limits?: Partial<GatewayLimits>;
  /** The worker's file; a test's worker does more than the gateway's. */
  readonly file?: URL;
  readonly heartbeat?: HeartbeatLimits;
  readonly heap?: ResourceLimits;
}

const NO_WORK: ActiveWork = { requests: 0, responses: 0, keyedResponses: 0 };

/** Policies that a worker hasn't confirmed yet. */
function createConfirmations() {
  const waiting: { readonly revision: number; readonly resolve: () => void }[] = [];
  return {
    wait: (revision: number) => new Promise<void>((resolve) => void waiting.push({ revision, resolve })),
    upTo(revision: number) {
      while (waiting[0] !== undefined && waiting[0].revision <= revision) waiting.shift()?.resolve();
    },
  };
}

/** Runs the gateway in a worker, and replaces the worker when it dies: its listeners, its policy, and its limits stay. */
export function createGatewayThread(options: GatewayThreadOptions): GatewayHandle {
  const { activity, keyUsed, readModels, metrics, onChunk, logger, limits = {}, file = workerFile() } = options;
  const confirmations = createConfirmations();
  const listeners = createLastingListeners({ logger, onConflict: options.onConflict ?? (() => undefined) });
  let policy = options.policy;
  let revision = 0;
  let life: WorkerLife | null = null;
  /** Names of models that may not be what the list says. */
  let changing: readonly string[] = [];

  const perform = async (request: HostCall): Promise<unknown> => {
    if (request.do === 'readModels') return readModels();
    return metrics({ named: request.named });
  };
  const onBatch = ({ keyUses, unexpected }: Batch) => {
    for (const [id, from] of keyUses) keyUsed(id, from);
    for (const error of unexpected) logger.error(receivedError(error), 'gateway');
  };
  const begin = async (): Promise<Error> => {
    const replay = createActivityReplay(activity);
    const begun = startWorkerLife({
      file,
      data: { policy, revision, limits, abandoned: changing },
      heartbeat: options.heartbeat ?? HEARTBEAT_LIMITS,
      heap: options.heap ?? HEAP_LIMITS,
      onBatch(batch) {
        replay.apply(batch.requests);
        onBatch(batch);
      },
      onConfirmed: confirmations.upTo,
      onChanging(names) {
        changing = names;
      },
      onChunk,
      perform,
    });
    life = begun;
    listeners.follow(begun);
    const cause = await begun.ended;
    life = null;
    listeners.follow(null);
    replay.end();
    // There is nobody left who would decide by an older one.
    confirmations.upTo(revision);
    return cause;
  };
  const replacement = createReplacement({ begin, logger });

  return {
    listen: listeners.listen,
    update(changed) {
      policy = { ...policy, ...changed };
      revision += 1;
      if (life === null) return Promise.resolve();
      life.post({ type: 'policy', revision, changed });
      return confirmations.wait(revision);
    },
    async activeWork() {
      try {
        return life === null ? NO_WORK : await life.call({ do: 'activeWork' });
      } catch (error) {
        if (error instanceof WorkerGoneError) return NO_WORK;
        throw error;
      }
    },
    async close() {
      replacement.stop();
      listeners.close();
      await life?.close();
    },
  };
}
