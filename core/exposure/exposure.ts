import type { Reach } from '../../contract/reach.ts';
import type { When } from '../../contract/server.ts';
import { expectedError } from '../expected-error.ts';
import { originOf } from '../ollama/probe-version.ts';
import { portListeners } from '../os/port-listeners.ts';
import { type Poll, startPoll } from '../poll.ts';
import type { SettingsService } from '../settings/settings-store.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import type { WorkGate } from '../work/work-gate.ts';
import { type BindDecision, decideBind } from './decide-bind.ts';
import { exposureView, readOnlyReason } from './exposure-view.ts';
import { createLocalhostKeeper } from './localhost-keeper.ts';
import type { NetworkFacts } from './network-facts.ts';

const INTERFACES_EVERY_MS = 3_000;
/** Each time costs a process, so only while someone may need it. */
const TAILSCALE_EVERY_MS = 5_000;
/** For the tray, which nobody is seen to open. */
const TAILSCALE_IDLE_EVERY_MS = 60_000;
/** A restart may have been under way with the old choice; more than a few in a row would be a fault of ours. */
const MAX_MOVES = 3;

export interface ExposureOptions {
  readonly store: SnapshotStore;
  readonly settings: Pick<SettingsService, 'get' | 'setReach'>;
  readonly network: NetworkFacts;
  readonly restartServer: () => Promise<void>;
  readonly gate: Pick<WorkGate, 'pass'>;
  readonly notify: (notification: { title: string; body: string }) => void;
  /** Whether somebody looks at Corral now, and so could choose Tailscale. */
  readonly isWatched: () => boolean;
}

export interface Exposure {
  start(): void;
  /** Throws SERVER_NOT_OURS, TAILSCALE_UNAVAILABLE, CONFIRMATION_NEEDED, WORK_IN_PROGRESS; resolves when the choice holds or waits for its turn. */
  setReach(choice: { reach: Reach; confirmed: boolean; when: When }): Promise<void>;
  /** Decides where the next run of the server listens. */
  nextBind(): Promise<BindDecision>;
  /** Lets go of the server's port, so that it can be bound. */
  releasePort(): Promise<void>;
  /** From now on only this machine reaches the server; resolves when that holds. For a server that is to outlive Corral. */
  withdraw(): Promise<void>;
  /** Looks at the network now. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/** Decides who can reach the server, and keeps that true while addresses come and go. */
export const createExposure = (options: ExposureOptions): Exposure => {
  const { store, settings, network, restartServer, gate, notify, isWatched } = options;
  const localhost = createLocalhostKeeper();
  let launched: BindDecision | null = null;
  let localhostProblem: string | null = null;
  let external: readonly string[] = [];
  let moving: Promise<void> | null = null;
  let polls: readonly Poll[] = [];
  let unsubscribe: () => void = () => undefined;

  const server = () => store.get().server;
  let withdrawn = false;
  const decide = () => decideBind(withdrawn ? 'thisMac' : settings.get().reach, network.tailscale());
  const publish = () =>
    store.set(
      'exposure',
      exposureView({
        ...{ wanted: settings.get().reach, server: server(), launched, localhostProblem, external },
        ...{ forwarding: localhost.listening(), applying: moving !== null, network: network.addresses() },
      }),
    );

  const move = async () => {
    for (let moves = 0; moves < MAX_MOVES && server().wanted === 'running'; moves += 1) {
      await restartServer();
      if (launched?.host === decide().host) break;
    }
  };
  /** Restarts the server where it belongs; joins a move under way, which looks at the choice again when it is done. */
  const settle = (): Promise<void> => {
    moving ??= move().finally(() => {
      moving = null;
      publish();
    });
    publish();
    return moving;
  };
  const keepLocalhost = async () => {
    const { actual, port } = server();
    if (actual.state !== 'running' || !launched) return;
    const at = { port, upstream: originOf({ host: launched.host, port }) };
    localhostProblem = await localhost.open(launched, at);
  };
  const followExternal = async () => {
    const { actual, port } = server();
    external = actual.state === 'external' ? (await portListeners(port)).map(({ address }) => address) : [];
  };
  const announce = ({ host, shortfall }: BindDecision) =>
    notify(
      shortfall === null
        ? { title: 'Tailscale is back', body: `Your tailnet reaches the server at ${host} again.` }
        : { title: 'The server keeps to this Mac', body: shortfall },
    );
  /** Whether the server listens where it should; then only the reasons can have changed. */
  const isInPlace = (decision: BindDecision): boolean => {
    if (server().actual.state !== 'running' || launched?.host !== decision.host) return false;
    launched = decision;
    return true;
  };
  /** Follows an address that came or went. Where nothing runs, the next start decides. */
  const reconcile = async () => {
    await Promise.all([keepLocalhost(), followExternal()]);
    const decision = decide();
    if (!moving && server().actual.state === 'running' && launched && !isInPlace(decision)) {
      announce(decision);
      await settle();
    }
    publish();
  };
  let lookedAt = Number.NEGATIVE_INFINITY;
  const look = async () => {
    lookedAt = performance.now();
    await network.refresh();
    await reconcile();
  };
  const concerned = () => settings.get().reach === 'tailscale' || isWatched();
  const isDue = () => concerned() || performance.now() - lookedAt >= TAILSCALE_IDLE_EVERY_MS;

  return {
    start() {
      unsubscribe = store.subscribe((slice) => {
        if (slice === 'server') void Promise.all([keepLocalhost(), followExternal()]).then(publish, publish);
        if (slice === 'settings' || slice === 'server') publish();
      });
      polls = [
        startPoll(TAILSCALE_EVERY_MS, () => (isDue() ? look() : Promise.resolve())),
        startPoll(INTERFACES_EVERY_MS, () => (concerned() ? reconcile() : Promise.resolve())),
      ];
      publish();
    },
    async setReach({ reach, confirmed, when }) {
      const reason = readOnlyReason(server().actual);
      if (reason) throw expectedError('SERVER_NOT_OURS', { reason });
      if (reach === settings.get().reach) return;
      if (reach === 'tailscale') {
        await network.refresh();
        const { unavailable } = network.tailscale();
        if (unavailable) throw expectedError('TAILSCALE_UNAVAILABLE', { reason: unavailable });
      }
      if (reach !== 'thisMac' && !confirmed) throw expectedError('CONFIRMATION_NEEDED', { reach });
      const choose = async () => {
        settings.setReach(reach);
        if (server().wanted === 'running' && (moving || !isInPlace(decide()))) await settle();
        publish();
      };
      if (server().wanted === 'running') await gate.pass('restart', when, choose);
      else await choose();
    },
    async nextBind() {
      if (settings.get().reach === 'tailscale') await network.refresh();
      launched = decide();
      return launched;
    },
    async releasePort() {
      await localhost.close();
      localhostProblem = null;
    },
    async withdraw() {
      withdrawn = true;
      if ('runId' in server().actual && !isInPlace(decide())) await settle();
    },
    look,
    async close() {
      unsubscribe();
      for (const poll of polls) poll.stop();
      await localhost.close();
    },
  };
};
