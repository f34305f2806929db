import { isOwnServerUp } from '../../contract/derived/server-state.ts';
import type { ReachabilityReport } from '../../contract/exposure.ts';
import type { InterruptionScope } from '../../contract/work.ts';
import { startPoll } from '../async/poll.ts';
import type { ListenOnAddress } from '../gateway/gateway.ts';
import { portListeners } from '../os/port-listeners.ts';
import type { ExposureSettings } from '../settings/settings-store.ts';
import { type BindDecision, decideBind } from './decide-bind.ts';
import { type ChoicesOptions, createExposureChoices, type ExposureChoices } from './exposure-choices.ts';
import { failedChangeNotice, movedNotice } from './exposure-notices.ts';
import { createExposurePublisher } from './exposure-publisher.ts';
import type { HostNames } from './host-names.ts';
import { listedInterfaces } from './interface-labels.ts';
import { createListenerManager } from './listener-manager.ts';
import type { NetworkFacts } from './network-facts.ts';
import type { TailnetHttps } from './tailnet-https.ts';
import { type ReachabilityOptions, testReachability } from './test-reachability.ts';

const INTERFACE_POLL_MS = 3_000;
/** Each poll starts a process, so this often only while someone may need it. */
const TAILSCALE_POLL_MS = 5_000;
/** Otherwise, for the tray, whose opening isn't noticed. */
const TAILSCALE_IDLE_POLL_MS = 60_000;
/** A restart in progress may have used the previous choice; more than a few in a row would be a bug. */
const MAX_MOVES = 3;

export interface ExposureOptions
  extends Pick<ChoicesOptions, 'store' | 'settings' | 'currentWork'>,
    Pick<ReachabilityOptions, 'temporaryKey'> {
  readonly network: NetworkFacts;
  /** Read again with each change of the slice. */
  readonly hostNames: Pick<HostNames, 'refresh'>;
  /** Opens a listener of the gateway. */
  readonly listen: ListenOnAddress;
  readonly https: TailnetHttps;
  readonly restartServer: () => Promise<void>;
  readonly notify: (notification: { title: string; body: string }) => void;
  /** Whether a UI watches the snapshot, in which a person could choose Tailscale. */
  readonly hasSubscribers: () => boolean;
  /** Called when Corral listens on other addresses than before, so that port conflicts are checked. */
  readonly onListening?: () => void;
}

export interface Exposure extends ExposureChoices {
  start(): void;
  testReachability(): Promise<ReachabilityReport>;
  /** Decides where the next run of the server listens. */
  nextBind(): Promise<BindDecision>;
  /** Closes Corral's listeners on the server's port, so that the server can bind it. */
  releasePort(): Promise<void>;
  /** Restricts access to this Mac from now on, for a server that is to outlive Corral. Gives whether that succeeded. */
  restrictToLoopback(): Promise<boolean>;
  /** Reads the network again and follows what has changed. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** Runs at each poll that is due. The returned function ends it. */
function pollIf(isDue: () => boolean, everyMs: number, run: () => Promise<void>): () => void {
  const runIfDue = () => (isDue() ? run() : Promise.resolve());
  return startPoll(() => everyMs, runIfDue).stop;
}

/** Decides who can connect to the server, and keeps that true while addresses appear and disappear. */
export function createExposure(options: ExposureOptions): Exposure {
  const { store, settings, network, https, temporaryKey, restartServer, notify, hasSubscribers } = options;
  const listenerManager = createListenerManager(options.listen);
  const publish = createExposurePublisher({ store, settings, network, https });
  const choices = createExposureChoices({
    store,
    settings,
    network,
    currentWork: options.currentWork,
    interruptionScope,
    apply: applyChoice,
    onPending: () => show(),
    onFailure: (error) => notify(failedChangeNotice(error)),
  });
  let launched: BindDecision | null = null;
  /** The run that `launched` was decided for. */
  let launchedRunId: string | null = null;
  let external: readonly string[] = [];
  let moving: Promise<void> | null = null;
  let isRestricted = false;
  let closed = false;
  let endAll: readonly (() => void)[] = [];
  let refreshedAt = Number.NEGATIVE_INFINITY;

  const server = () => store.get().server;
  const isUp = () => isOwnServerUp(server().actual.state);
  /** The server is starting, and where it will listen is decided. */
  const isStarting = () => {
    const { actual } = server();
    return actual.state === 'starting' && actual.runId === launchedRunId;
  };
  /** A server of ours is desired, and no external one is used in its place. */
  const isOurs = () => server().desired === 'running' && server().actual.state !== 'external';
  const interfaces = (closedInterfaces = settings.get().closedInterfaces) =>
    listedInterfaces(network.addresses(), closedInterfaces);
  const decide = (changed: ExposureSettings = {}): BindDecision => {
    const { reach, requireKey, closedInterfaces } = { ...settings.get(), ...changed };
    return decideBind({
      desired: isRestricted ? 'thisMac' : reach,
      requireKey,
      tailscale: network.tailscale(),
      interfaces: interfaces(closedInterfaces),
    });
  };
  /** The name that HTTPS is to be served under; null when it isn't. */
  const httpsName = (changed: ExposureSettings = {}): string | null => {
    const { reach, tailnetHttps } = { ...settings.get(), ...changed };
    const { state, dnsName } = network.tailscale();
    const isDesired = tailnetHttps && !isRestricted && !closed && reach !== 'thisMac' && state === 'running' && isUp();
    return isDesired ? dnsName : null;
  };
  function show(isSettled = false): void {
    options.hostNames.refresh();
    const { listening, problems } = listenerManager;
    const own = { launched, listening: listening(), problems: problems(), interfaces: interfaces() };
    publish({ ...own, external, applying: moving !== null, pending: choices.pending() }, isSettled);
  }

  /** Opens Corral's own listeners exactly while the server is up; gives whether all that can be open are. */
  const reconcileListeners = async (): Promise<boolean> => {
    const before = listenerManager.addresses().join();
    const isSettled = isUp() && moving === null && launched !== null && !closed;
    if (isSettled) await listenerManager.reconcile(launched?.listeners ?? [], server().port);
    else if (!isUp()) await listenerManager.close();
    if (listenerManager.addresses().join() !== before) options.onListening?.();
    return isSettled && isUp();
  };
  const readExternalListeners = async (): Promise<void> => {
    const { actual, pid, port } = server();
    const found = actual.state === 'external' ? (await portListeners(port)).map(({ address }) => address) : [];
    // The server may have changed meanwhile; what was found doesn't apply to another one.
    if (server().actual.state === actual.state && server().pid === pid) external = found;
  };
  const applyListeners = async (): Promise<void> => {
    const [isSettled] = await Promise.all([
      reconcileListeners(),
      readExternalListeners(),
      https.reconcile(httpsName()),
    ]);
    show(isSettled);
  };

  /** Accepts a decision that needs no restart, because only Corral's own listeners differ; false when the server has to move. */
  const acceptInPlace = (decision: BindDecision): boolean => {
    if (!('runId' in server().actual) || launched?.ollamaHost !== decision.ollamaHost) return false;
    launched = decision;
    return true;
  };
  const restartUntilInPlace = async (): Promise<void> => {
    for (let moves = 0; moves < MAX_MOVES && server().desired === 'running'; moves += 1) {
      await restartServer();
      if (launched?.ollamaHost === decide().ollamaHost) break;
    }
  };
  const moveAndApply = async (): Promise<void> => {
    try {
      await restartUntilInPlace();
    } finally {
      moving = null;
      acceptInPlace(decide());
      await applyListeners();
    }
  };
  /** Restarts the server at the decided address; joins a move in progress, which checks the decision again when it is done. */
  const moveServer = (): Promise<void> => {
    // A start at another address is abandoned, however long it would take.
    if (moving && isStarting() && launched?.ollamaHost !== decide().ollamaHost) void restartServer();
    moving ??= moveAndApply();
    show();
    return moving;
  };
  async function applyChoice(): Promise<void> {
    if (isOurs() && (moving || !acceptInPlace(decide()))) await moveServer();
    else await applyListeners();
  }
  function interruptionScope(changed: ExposureSettings): InterruptionScope | null {
    const { ollamaHost, listeners } = decide(changed);
    if (isOurs() && launched?.ollamaHost !== ollamaHost) return 'all';
    const closes = listenerManager.listening().some(({ address }) => !listeners.some((one) => one.address === address));
    const endsHttps = https.view().state === 'on' && httpsName(changed) === null;
    return closes || endsHttps ? 'keyedRequests' : null;
  }
  /** Follows addresses that appeared or disappeared. While no server runs, the next start decides. */
  const followNetwork = async (): Promise<void> => {
    if (closed) return;
    const decision = decide();
    // An unresponsive server may be so because its address is gone. A move in progress checks again when the server is up.
    const canMove = isStarting() || (isUp() && !moving);
    if (canMove && launched && !acceptInPlace(decision)) {
      notify(movedNotice(decision));
      await moveServer();
    } else await applyListeners();
  };
  const refresh = async (): Promise<void> => {
    refreshedAt = performance.now();
    await network.refresh();
    await followNetwork();
  };
  const isRefreshDue = () => {
    const { reach, tailnetHttps } = settings.get();
    const usesTailscale = reach === 'tailscale' || tailnetHttps || hasSubscribers();
    return usesTailscale || performance.now() - refreshedAt >= TAILSCALE_IDLE_POLL_MS;
  };

  return {
    ...choices,
    start() {
      endAll = [
        store.subscribe((slice) => {
          if (slice === 'server') void applyListeners();
          if (slice === 'settings' || slice === 'server') show();
        }),
        https.subscribe(() => show()),
        pollIf(isRefreshDue, TAILSCALE_POLL_MS, refresh),
        pollIf(() => settings.get().reach !== 'thisMac' || hasSubscribers(), INTERFACE_POLL_MS, followNetwork),
      ];
      show();
    },
    testReachability() {
      const { addresses, effective } = store.get().exposure;
      const checksLocalhostHost = !(effective?.open && effective.reach === 'localNetwork');
      return testReachability({ addresses, temporaryKey, checksLocalhostHost });
    },
    async nextBind() {
      if (settings.get().reach === 'tailscale') await network.refresh();
      launched = decide();
      const { actual } = server();
      launchedRunId = 'runId' in actual ? actual.runId : null;
      return launched;
    },
    releasePort: listenerManager.close,
    async restrictToLoopback() {
      isRestricted = true;
      if ('runId' in server().actual && !acceptInPlace(decide())) await moveServer();
      else await applyListeners();
      return launched?.ollamaHost === decide().ollamaHost;
    },
    refresh,
    async close() {
      closed = true;
      for (const end of endAll) end();
      await Promise.all([listenerManager.close(), https.close()]).finally(choices.close);
    },
  };
}
