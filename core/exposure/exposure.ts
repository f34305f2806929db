import { isOwnServerUp } from '../../contract/derived/server-state.ts';
import type { ReachabilityReport } from '../../contract/exposure.ts';
import type { InterruptionScope } from '../../contract/work.ts';
import { type Poll, startPoll } from '../async/poll.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { portListeners } from '../os/port-listeners.ts';
import type { ExposureSettings } from '../settings/settings-store.ts';
import { type BindDecision, decideBind } from './decide-bind.ts';
import { type ChoicesOptions, createExposureChoices, type ExposureChoices } from './exposure-choices.ts';
import { failedChangeNotice, movedNotice } from './exposure-notices.ts';
import { createExposurePublisher } from './exposure-publisher.ts';
import type { HostNames } from './host-names.ts';
import { listedInterfaces } from './listed-interfaces.ts';
import { createListenerManager } from './listener-manager.ts';
import type { NetworkFacts } from './network-facts.ts';
import type { TailnetHttps } from './tailnet-https.ts';
import { type ReachabilityOptions, testReachability } from './test-reachability.ts';

const INTERFACE_POLL_MS = 3_000;
/** Each time costs a process, so only while someone may need it. */
const TAILSCALE_EVERY_MS = 5_000;
/** For the tray, which nobody is seen to open. */
const TAILSCALE_IDLE_EVERY_MS = 60_000;
/** A restart may have been under way with the old choice; more than a few in a row would be a fault of ours. */
const MAX_MOVES = 3;

export interface ExposureOptions
  extends Pick<ChoicesOptions, 'store' | 'settings'>,
    Pick<ReachabilityOptions, 'temporaryKey'> {
  readonly network: NetworkFacts;
  /** Read again with each change of the slice. */
  readonly hostNames: Pick<HostNames, 'refresh'>;
  /** Opens a listener of the gateway. */
  readonly listen: Gateway['listen'];
  readonly https: TailnetHttps;
  readonly restartServer: () => Promise<void>;
  readonly notify: (notification: { title: string; body: string }) => void;
  /** Whether somebody looks at Corral now, and so could choose Tailscale. */
  readonly hasSubscribers: () => boolean;
  /** Told when Corral listens on other addresses than before, so that whoever else has the port is looked for. */
  readonly onListening?: () => void;
}

export interface Exposure extends ExposureChoices {
  start(): void;
  testReachability(): Promise<ReachabilityReport>;
  /** Decides where the next run of the server listens. */
  nextBind(): Promise<BindDecision>;
  /** Lets go of the server's port, so that it can be bound. */
  releasePort(): Promise<void>;
  /** From now on only this machine reaches the server; gives whether it does. For a server that is to outlive Corral. */
  restrictToLoopback(): Promise<boolean>;
  /** Reads the network again and follows what has changed. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** Decides who can reach the server, and keeps that true while addresses come and go. */
export const createExposure = (options: ExposureOptions): Exposure => {
  const { store, settings, network, https, temporaryKey, restartServer, notify, hasSubscribers } = options;
  const keeper = createListenerManager(options.listen);
  const publish = createExposurePublisher({ store, settings, network, https });
  let launched: BindDecision | null = null;
  /** The run that was decided for. */
  let launchedFor: string | null = null;
  let external: readonly string[] = [];
  let moving: Promise<void> | null = null;
  let withdrawn = false;
  let closed = false;
  let polls: readonly Poll[] = [];
  let unsubscribes: readonly (() => void)[] = [];

  const server = () => store.get().server;
  const runs = () => isOwnServerUp(server().actual.state);
  /** It begins, and where it listens is decided. */
  const begins = () => {
    const { actual } = server();
    return actual.state === 'starting' && actual.runId === launchedFor;
  };
  const interfaces = (closed = settings.get().closedInterfaces) => listedInterfaces(network.addresses(), closed);
  const decide = (changed: ExposureSettings = {}): BindDecision => {
    const { reach, requireKey, closedInterfaces } = { ...settings.get(), ...changed };
    const desired = withdrawn ? 'thisMac' : reach;
    const facts = { tailscale: network.tailscale(), interfaces: interfaces(closedInterfaces) };
    return decideBind({ desired, requireKey, ...facts });
  };
  /** The name that HTTPS is to be served under; null where it isn't to be. */
  const httpsName = (changed: ExposureSettings = {}): string | null => {
    const { reach, tailnetHttps } = { ...settings.get(), ...changed };
    const { state, dnsName } = network.tailscale();
    const desired = tailnetHttps && !withdrawn && !closed && reach !== 'thisMac' && state === 'running' && runs();
    return desired ? dnsName : null;
  };
  const show = (isSettled = false) => {
    options.hostNames.refresh();
    const own = { listening: keeper.listening(), problems: keeper.problems() };
    const pending = choices.pending();
    publish({ ...own, launched, external, applying: moving !== null, interfaces: interfaces(), pending }, isSettled);
  };

  /** Corral's own listeners are open exactly while the server runs; gives whether they are as they should be. */
  const keepListeners = async (): Promise<boolean> => {
    const listening = () =>
      keeper
        .listening()
        .map(({ address }) => address)
        .join();
    const before = listening();
    const follows = runs() && moving === null && launched !== null && !closed;
    if (follows) await keeper.reconcile(launched?.listeners ?? [], server().port);
    else if (!runs()) await keeper.close();
    if (listening() !== before) options.onListening?.();
    return follows && runs();
  };
  const followExternal = async () => {
    const { actual, pid, port } = server();
    const found = actual.state === 'external' ? (await portListeners(port)).map(({ address }) => address) : [];
    // Of one that is gone meanwhile, this says nothing about the next.
    if (server().actual.state === actual.state && server().pid === pid) external = found;
  };
  const applyListeners = async () => {
    const [isSettled] = await Promise.all([keepListeners(), followExternal(), https.reconcile(httpsName())]);
    show(isSettled);
  };

  /** Whether the server listens where it should; then Corral's own listeners are all that can have changed. */
  const isInPlace = (decision: BindDecision): boolean => {
    if (!('runId' in server().actual) || launched?.ollamaHost !== decision.ollamaHost) return false;
    launched = decision;
    return true;
  };
  const move = async () => {
    for (let moves = 0; moves < MAX_MOVES && server().desired === 'running'; moves += 1) {
      await restartServer();
      if (launched?.ollamaHost === decide().ollamaHost) break;
    }
  };
  const moveThenFollow = async () => {
    try {
      await move();
    } finally {
      moving = null;
      isInPlace(decide());
      await applyListeners();
    }
  };
  /** Restarts the server where it belongs; joins a move under way, which looks at the choice again when it is done. */
  const settle = (): Promise<void> => {
    // A start that would end elsewhere is given up, however long it would take.
    if (moving && begins() && launched?.ollamaHost !== decide().ollamaHost) void restartServer();
    moving ??= moveThenFollow();
    show();
    return moving;
  };
  /** Nothing of ours is to be moved while somebody else's server is used. */
  const isOurs = () => server().desired === 'running' && server().actual.state !== 'external';
  const hold = async () => {
    if (isOurs() && (moving || !isInPlace(decide()))) await settle();
    else await applyListeners();
  };
  /** Follows an address that came or went. Where nothing runs, the next start decides. */
  const reconcile = async () => {
    if (closed) return;
    const decision = decide();
    // One that is silent may be so because its address is gone; a move under way looks again when the server runs.
    const isUp = begins() || (runs() && !moving);
    if (isUp && launched && !isInPlace(decision)) {
      notify(movedNotice(decision));
      await settle();
    } else await applyListeners();
  };
  let refreshedAt = Number.NEGATIVE_INFINITY;
  const refresh = async () => {
    refreshedAt = performance.now();
    await network.refresh();
    await reconcile();
  };
  const isFollowing = () => settings.get().reach !== 'thisMac' || hasSubscribers();
  const isDue = () => {
    const { reach, tailnetHttps } = settings.get();
    const isConcerned = reach === 'tailscale' || tailnetHttps || hasSubscribers();
    return isConcerned || performance.now() - refreshedAt >= TAILSCALE_IDLE_EVERY_MS;
  };
  const interruptionScope = (changed: ExposureSettings): InterruptionScope | null => {
    const { ollamaHost, listeners } = decide(changed);
    if (isOurs() && launched?.ollamaHost !== ollamaHost) return 'all';
    const closes = keeper.listening().some(({ address }) => !listeners.some((one) => one.address === address));
    const endsHttps = https.view().state === 'on' && httpsName(changed) === null;
    return closes || endsHttps ? 'keyedRequests' : null;
  };
  const choices = createExposureChoices({
    store,
    settings,
    network,
    interruptionScope,
    hold,
    onPending: () => show(),
    onFailure: (error) => notify(failedChangeNotice(error)),
  });

  return {
    ...choices,
    start() {
      unsubscribes = [
        store.subscribe((slice) => {
          if (slice === 'server') void applyListeners();
          if (slice === 'settings' || slice === 'server') show();
        }),
        https.subscribe(() => show()),
      ];
      polls = [
        startPoll(
          () => TAILSCALE_EVERY_MS,
          () => (isDue() ? refresh() : Promise.resolve()),
        ),
        startPoll(
          () => INTERFACE_POLL_MS,
          () => (isFollowing() ? reconcile() : Promise.resolve()),
        ),
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
      launchedFor = 'runId' in actual ? actual.runId : null;
      return launched;
    },
    releasePort: keeper.close,
    async restrictToLoopback() {
      withdrawn = true;
      if ('runId' in server().actual && !isInPlace(decide())) await settle();
      else await applyListeners();
      return launched?.ollamaHost === decide().ollamaHost;
    },
    refresh,
    async close() {
      closed = true;
      for (const unsubscribe of unsubscribes) unsubscribe();
      for (const poll of polls) poll.stop();
      await Promise.all([keeper.close(), https.close()]).finally(choices.close);
    },
  };
};
