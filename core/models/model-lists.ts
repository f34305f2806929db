import type { ServerActual } from '../../contract/server.ts';
import { type Poll, startPoll } from '../async/poll.ts';
import { singleFlightProbe } from '../async/single-flight-probe.ts';
import { ollamaClient } from '../ollama/ollama-client.ts';
import type { Endpoint } from '../ollama/probe-version.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { diskSpace } from './disk-space.ts';
import { installedModels } from './installed-models.ts';
import { loadedModels } from './loaded-models.ts';

/** Other programs pull and load models too; nobody waits for these lists, so a modest poll is enough. */
const INSTALLED_EVERY_MS = 15_000;
const LOADED_EVERY_MS = 3_000;
/** While nobody looks; the tray, which nobody is seen to open, may be so far behind. */
const UNWATCHED_EVERY_MS = 30_000;
/** `/api/ps` blocks while some models load. */
const ANSWER_WITHIN_MS = 10_000;
/** A network volume that is gone never answers, and must not keep the lists waiting. */
const DISK_ANSWERS_WITHIN_MS = 2_000;

export interface ModelListsOptions {
  readonly store: SnapshotStore;
  readonly endpoint: () => Endpoint | null;
  readonly folder: () => string;
  /** Whether somebody looks at Corral now. */
  readonly hasSubscribers: () => boolean;
}

export interface ModelLists {
  /** Reads both lists now, where a server answers; a list that can't be read stays as it is. */
  refresh(): Promise<void>;
  /** Reads the list of installed models now. */
  readInstalled(): Promise<void>;
  /** When the reading began that brought this list, by `performance.now()`; before all time where there is none. */
  installedAsOf(): number;
  close(): void;
}

interface Session {
  readonly who: string;
  readonly end: AbortController;
  readonly installed: Poll;
  readonly loaded: Poll;
}

type Presence =
  | { readonly kind: 'answers'; readonly who: string; readonly isOurs: boolean }
  | { readonly kind: 'silent' | 'gone' };

function presenceOf(actual: ServerActual): Presence {
  if (actual.state === 'running') return { kind: 'answers', who: actual.runId, isOurs: true };
  if (actual.state === 'external')
    return { kind: 'answers', who: `external ${actual.pid} ${actual.version}`, isOurs: false };
  return { kind: actual.state === 'unresponsive' ? 'silent' : 'gone' };
}

/**
 * Keeps the `models` slice's lists: read at once when a server comes up, polled while it answers. When it goes nothing is loaded any
 * more; what was installed is on the disk all the same, so that list stays and only isn't known to hold.
 */
export function createModelLists({ store, endpoint, folder, hasSubscribers }: ModelListsOptions): ModelLists {
  let session: Session | null = null;
  let installedAsOf = Number.NEGATIVE_INFINITY;
  /** Where the last server that answered has its models; null where that isn't known, as of somebody else's. */
  let listedFolder: string | null = null;

  const read = async (end: AbortSignal, apply: (client: ReturnType<typeof ollamaClient>) => Promise<void>) => {
    const target = endpoint();
    if (!target) return;
    const signal = AbortSignal.any([end, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    // What can't be read now is read at the next turn; whether the server lives is the supervisor's business.
    await apply(ollamaClient(target, signal)).catch(() => undefined);
  };
  const lookAtDisk = singleFlightProbe(DISK_ANSWERS_WITHIN_MS, (path) => diskSpace(path));
  const readDisk = async () => {
    const disk = await lookAtDisk(folder(), store.get().models.disk);
    store.update('models', (models) => ({ ...models, disk }));
  };
  const readInstalled = (end: AbortSignal) =>
    read(end, async (client) => {
      const asOf = performance.now();
      const [installed] = await Promise.all([client.list().then(installedModels), readDisk()]);
      if (end.aborted) return;
      store.update('models', (models) => ({ ...models, installed, known: true }));
      installedAsOf = asOf;
    });
  const readLoaded = (end: AbortSignal) =>
    read(end, async (client) => {
      const loaded = loadedModels(await client.ps(), Date.now());
      if (!end.aborted) store.update('models', (models) => ({ ...models, loaded }));
    });

  const leave = () => {
    session?.end.abort();
    session?.installed.stop();
    session?.loaded.stop();
    session = null;
    installedAsOf = Number.NEGATIVE_INFINITY;
  };
  const enter = ({ who, isOurs }: { readonly who: string; readonly isOurs: boolean }) => {
    leave();
    listedFolder = isOurs ? folder() : null;
    const end = new AbortController();
    const pace = (everyMs: number) => () => (hasSubscribers() ? everyMs : UNWATCHED_EVERY_MS);
    const installed = startPoll(pace(INSTALLED_EVERY_MS), () => readInstalled(end.signal));
    const loaded = startPoll(pace(LOADED_EVERY_MS), () => readLoaded(end.signal));
    session = { who, end, installed, loaded };
  };
  const follow = () => {
    const presence = presenceOf(store.get().server.actual);
    if (presence.kind === 'answers') {
      if (session?.who !== presence.who) enter(presence);
      return;
    }
    leave();
    if (presence.kind === 'gone') {
      const stays = folder() === listedFolder;
      store.update('models', ({ installed, ...models }) => {
        return { ...models, installed: stays ? installed : [], loaded: [], known: false };
      });
    }
  };

  const unsubscribe = store.subscribe((slice) => {
    if (slice === 'server' || slice === 'settings') follow();
    if (slice === 'settings') void readDisk();
  });
  void readDisk();
  follow();

  return {
    async refresh() {
      await Promise.all([session?.installed.now(), session?.loaded.now()]);
    },
    readInstalled: async () => session?.installed.now(),
    installedAsOf: () => installedAsOf,
    close() {
      unsubscribe();
      leave();
    },
  };
}
