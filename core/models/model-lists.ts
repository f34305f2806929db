import type { ServerActual } from '../../contract/server.ts';
import { type Poll, startPoll } from '../async/poll.ts';
import { singleFlightProbe } from '../async/single-flight-probe.ts';
import type { Endpoint } from '../ollama/endpoint.ts';
import { ollamaClient } from '../ollama/ollama-client.ts';
import { monotonicMs } from '../os/monotonic-ms.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { diskSpace } from './disk-space.ts';
import { installedModels } from './installed-models.ts';
import { loadedModels } from './loaded-models.ts';

/** Other apps pull and load models too; nothing depends on these lists being exact, so a modest poll is enough. */
const INSTALLED_POLL_MS = 15_000;
const LOADED_POLL_MS = 3_000;
/** While no UI is open; the tray's menu, whose opening isn't noticed, may be this far behind. */
const IDLE_POLL_MS = 30_000;
/** `/api/ps` blocks while some models load. */
const RESPONSE_TIMEOUT_MS = 10_000;
/** A disconnected network volume never responds, and must not delay the lists. */
const DISK_TIMEOUT_MS = 2_000;

export interface ModelListsOptions {
  readonly store: SnapshotStore;
  readonly endpoint: () => Endpoint | null;
  /** The models folder of the next run. */
  readonly folder: () => string;
  /** Whether a UI watches the snapshot. */
  readonly hasSubscribers: () => boolean;
}

export interface ModelLists {
  /** Reads both lists now, if a server responds; a list that can't be read stays as it is. */
  refresh(): Promise<void>;
  /** Reads the list of installed models now. */
  readInstalled(): Promise<void>;
  /** When the request that gave this list began, by `monotonicMs`; `-Infinity` while there is none. */
  installedAsOf(): number;
  close(): void;
}

/** The lists of one server, polled for as long as it responds. */
interface Session {
  readonly serverId: string;
  readonly installed: Poll;
  readonly loaded: Poll;
  end(): void;
}

type Presence =
  | { readonly kind: 'responds'; readonly serverId: string; readonly isOurs: boolean }
  | { readonly kind: 'unresponsive' | 'gone' };

function presenceOf(actual: ServerActual): Presence {
  if (actual.state === 'running') return { kind: 'responds', serverId: actual.runId, isOurs: true };
  if (actual.state === 'external') {
    return { kind: 'responds', serverId: `external ${actual.pid} ${actual.version}`, isOurs: false };
  }
  return { kind: actual.state === 'unresponsive' ? 'unresponsive' : 'gone' };
}

type ReaderOptions = Pick<ModelListsOptions, 'store' | 'endpoint' | 'folder'>;

/** Reads the parts of the `models` slice, each on its own. */
function createModelReaders({ store, endpoint, folder }: ReaderOptions) {
  const read = async (end: AbortSignal, apply: (client: ReturnType<typeof ollamaClient>) => Promise<void>) => {
    const target = endpoint();
    if (!target) return;
    const signal = AbortSignal.any([end, AbortSignal.timeout(RESPONSE_TIMEOUT_MS)]);
    // The next poll tries again; whether the server is alive is the supervisor's concern.
    await apply(ollamaClient(target, signal)).catch(() => undefined);
  };
  const probeDisk = singleFlightProbe(DISK_TIMEOUT_MS, (path) => diskSpace(path));
  const readDisk = async (): Promise<void> => {
    const disk = await probeDisk(folder(), store.get().models.disk);
    store.update('models', (models) => ({ ...models, disk }));
  };
  return {
    disk: readDisk,
    installed: (end: AbortSignal, onRead: (asOf: number) => void): Promise<void> =>
      read(end, async (client) => {
        const asOf = monotonicMs();
        const [installed] = await Promise.all([client.list().then(installedModels), readDisk()]);
        if (end.aborted) return;
        // Before the list is published, so that who follows it can say how old it is.
        onRead(asOf);
        store.update('models', (models) => ({ ...models, installed, known: true }));
      }),
    loaded: (end: AbortSignal): Promise<void> =>
      read(end, async (client) => {
        const loaded = loadedModels(await client.ps(), Date.now());
        if (!end.aborted) store.update('models', (models) => ({ ...models, loaded }));
      }),
  };
}

/** Polls both lists until `end`; at a slower pace while no UI is open. `onRead` is given when the request for a list began. */
function startSession(
  serverId: string,
  readers: ReturnType<typeof createModelReaders>,
  { hasSubscribers, onRead }: Pick<ModelListsOptions, 'hasSubscribers'> & { readonly onRead: (asOf: number) => void },
): Session {
  const abort = new AbortController();
  const pace = (pollMs: number) => () => (hasSubscribers() ? pollMs : IDLE_POLL_MS);
  const installed = startPoll(pace(INSTALLED_POLL_MS), () => readers.installed(abort.signal, onRead));
  const loaded = startPoll(pace(LOADED_POLL_MS), () => readers.loaded(abort.signal));
  const end = () => {
    abort.abort();
    installed.stop();
    loaded.stop();
  };
  return { serverId, installed, loaded, end };
}

/**
 * Keeps the `models` slice up to date: read at once when a server comes up, polled while it responds. When it is gone nothing is
 * loaded any more. Installed models are still on disk, so that list stays and is marked as not known to be current.
 */
export function createModelLists({ store, endpoint, folder, hasSubscribers }: ModelListsOptions): ModelLists {
  const readers = createModelReaders({ store, endpoint, folder });
  let session: Session | null = null;
  let installedAsOf = Number.NEGATIVE_INFINITY;
  /** The models folder of the last server that responded; null when it isn't known, as for a server that isn't ours. */
  let listedFolder: string | null = null;

  const endSession = (): void => {
    session?.end();
    session = null;
    installedAsOf = Number.NEGATIVE_INFINITY;
  };
  const onRead = (asOf: number) => {
    installedAsOf = asOf;
  };
  const forgetLists = (): void => {
    const isSameFolder = folder() === listedFolder;
    store.update('models', ({ installed, ...models }) => {
      return { ...models, installed: isSameFolder ? installed : [], loaded: [], known: false };
    });
  };
  const followServer = (): void => {
    const presence = presenceOf(store.get().server.actual);
    if (presence.kind !== 'responds') {
      endSession();
      if (presence.kind === 'gone') forgetLists();
    } else if (session?.serverId !== presence.serverId) {
      endSession();
      listedFolder = presence.isOurs ? folder() : null;
      session = startSession(presence.serverId, readers, { hasSubscribers, onRead });
    }
  };

  const unsubscribe = store.subscribe((slice) => {
    if (slice === 'server' || slice === 'settings') followServer();
    if (slice === 'settings') void readers.disk();
  });
  void readers.disk();
  followServer();

  return {
    async refresh() {
      await Promise.all([session?.installed.now(), session?.loaded.now()]);
    },
    readInstalled: async () => session?.installed.now(),
    installedAsOf: () => installedAsOf,
    close() {
      unsubscribe();
      endSession();
    },
  };
}
