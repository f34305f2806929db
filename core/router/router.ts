import { implement, ORPCError } from '@orpc/server';
import type { Logger } from 'pino';
import { contract } from '../../contract/contract.ts';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import { expectedError } from '../../contract/expected-error.ts';
import type { ActivityLog } from '../activity/activity-log.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { Exposure } from '../exposure/exposure.ts';
import type { ExposureChoices } from '../exposure/exposure-choices.ts';
import type { AliasStore } from '../keys/alias-store.ts';
import type { KeyStore } from '../keys/key-store.ts';
import type { ServerLog } from '../logs/server-log.ts';
import type { ModelActions } from '../models/model-actions.ts';
import type { Pulls } from '../models/pulls.ts';
import { mayOpenLink } from '../platform/open-link.ts';
import type { Platform } from '../platform/platform.ts';
import type { LaunchPlanner } from '../server/run/launch-planner.ts';
import type { ServerControl } from '../server/server-control.ts';
import type { SettingsService } from '../settings/settings-store.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import type { SubscriberCount } from '../snapshot/subscriber-count.ts';

export interface Services {
  readonly store: SnapshotStore;
  readonly platform: Platform;
  readonly server: Omit<ServerControl, 'close'>;
  readonly pulls: Pick<Pulls, 'start' | 'pause' | 'resume' | 'cancel'>;
  readonly models: ModelActions;
  readonly exposure: ExposureChoices & Pick<Exposure, 'testReachability'>;
  readonly settings: Pick<SettingsService, 'update' | 'check' | 'restoreDefaults'>;
  readonly planner: Pick<LaunchPlanner, 'undoChanges' | 'effective'>;
  readonly diagnostics: () => Promise<string>;
  readonly keys: Pick<KeyStore, 'create' | 'revoke'>;
  readonly aliases: Pick<AliasStore, 'set' | 'remove'>;
  readonly conversations: Pick<Conversations, 'get' | 'save' | 'remove' | 'watch'>;
  readonly serverLog: Pick<ServerLog, 'watch'>;
  readonly activity: Pick<ActivityLog, 'watch' | 'overview' | 'query' | 'totals' | 'clear'>;
  readonly subscribers: SubscriberCount;
  readonly folders: {
    modelsFolder(): string;
    logs(): string;
    dataFolder(): string;
    /** @throws NOT_AVAILABLE where the server's failure is about no path */
    failure(): string;
  };
  readonly logger: Logger;
}

export type AppRouter = ReturnType<typeof createRouter>;

const UNEXPECTED = 'INTERNAL_SERVER_ERROR';

interface FailedCall {
  /** The call's place in the contract. */
  readonly path: readonly string[];
  readonly logger: Logger;
}

/** What the client gets: the contract's errors and rejected input unchanged. Anything else is logged in full and replaced. */
function toClientError(error: unknown, { path, logger }: FailedCall): unknown {
  if (error instanceof ORPCError && error.code !== UNEXPECTED) return error;
  const cause = error instanceof ORPCError && error.cause ? error.cause : error;
  logger.error({ err: cause, call: path.join('.') }, 'a call failed unexpectedly');
  return new ORPCError(UNEXPECTED, { message: shellText('error.unexpected') });
}

/** A subscription whose failures reach the client the same way. */
async function* withClientErrors<T>(feed: AsyncGenerator<T, void>, call: FailedCall): AsyncGenerator<T, void> {
  try {
    yield* feed;
  } catch (error) {
    throw toClientError(error, call);
  }
}

function createImplementer(logger: Logger) {
  return implement(contract).use(async ({ next, path }) => {
    try {
      return await next();
    } catch (error) {
      throw toClientError(error, { path, logger });
    }
  });
}
type Implementer = ReturnType<typeof createImplementer>;

function requireCapability(available: boolean): void {
  if (!available) throw expectedError('NOT_AVAILABLE');
}

function appCalls({ app: os }: Implementer, { store, platform, folders, diagnostics }: Services) {
  const { capabilities } = platform;
  return {
    dismissNotice: os.dismissNotice.handler(({ input }) =>
      store.update('app', (app) => ({ ...app, notices: app.notices.filter(({ id }) => id !== input.id) })),
    ),
    openLink: os.openLink.handler(({ input }) => {
      if (!mayOpenLink(input.url)) throw expectedError('LINK_REFUSED');
      return platform.openLink(new URL(input.url).href);
    }),
    pickFile: os.pickFile.handler(({ input }) => {
      requireCapability(capabilities.pickFile);
      return platform.pickFile(input);
    }),
    reveal: os.reveal.handler(({ input }) => {
      requireCapability(capabilities.revealFile);
      return platform.revealFile(folders[input.what]());
    }),
    diagnostics: os.diagnostics.handler(() => diagnostics()),
    quit: os.quit.handler(() => {
      requireCapability(capabilities.quit);
      platform.quit();
    }),
  };
}

function serverCalls({ server: os }: Implementer, { store, server }: Services) {
  return {
    start: os.start.handler(() => server.start()),
    stop: os.stop.handler(({ input }) => server.stop(input.when)),
    restart: os.restart.handler(({ input }) => server.restart(input.when)),
    cancelPending: os.cancelPending.handler(() => server.cancelPending()),
    takeOver: os.takeOver.handler(({ input }) => server.takeOver(input.pid)),
    quitOllamaApp: os.quitOllamaApp.handler(() => server.quitOllamaApp()),
    useFreePort: os.useFreePort.handler(() => server.useFreePort()),
    clearProblems: os.clearProblems.handler(() => store.update('server', (slice) => ({ ...slice, problems: [] }))),
  };
}

function modelCalls({ models: os }: Implementer, { pulls, models }: Services) {
  return {
    pull: os.pull.handler(({ input }) => ({ id: pulls.start(input.name) })),
    pausePull: os.pausePull.handler(({ input }) => pulls.pause(input.id)),
    resumePull: os.resumePull.handler(({ input }) => pulls.resume(input.id)),
    cancelPull: os.cancelPull.handler(({ input }) => pulls.cancel(input.id)),
    remove: os.remove.handler(({ input }) => models.remove(input.name)),
    duplicate: os.duplicate.handler(({ input }) => models.duplicate(input.name, input.newName)),
    load: os.load.handler(({ input }) => models.load(input.name)),
    unload: os.unload.handler(({ input }) => models.unload(input.name)),
    show: os.show.handler(({ input }) => models.show(input.name)),
  };
}

function exposureCalls({ exposure: os }: Implementer, { exposure }: Services) {
  return {
    setReach: os.setReach.handler(({ input }) => exposure.setReach(input)),
    setKeyRequired: os.setKeyRequired.handler(({ input }) => exposure.setKeyRequired(input)),
    setInterfaceEnabled: os.setInterfaceEnabled.handler(({ input }) => exposure.setInterfaceEnabled(input)),
    setTailnetHttps: os.setTailnetHttps.handler(({ input }) => exposure.setTailnetHttps(input)),
    setLocalApps: os.setLocalApps.handler(({ input }) => exposure.setLocalApps(input)),
    applyPendingNow: os.applyPendingNow.handler(() => exposure.applyPendingNow()),
    cancelPending: os.cancelPending.handler(() => exposure.cancelPending()),
    testReachability: os.testReachability.handler(() => exposure.testReachability()),
  };
}

function settingsCalls({ settings: os }: Implementer, { settings, planner }: Services) {
  return {
    update: os.update.handler(({ input }) => settings.update(input)),
    check: os.check.handler(({ input }) => settings.check(input)),
    undoChanges: os.undoChanges.handler(() => planner.undoChanges()),
    restoreDefaults: os.restoreDefaults.handler(() => settings.restoreDefaults()),
    effective: os.effective.handler(() => planner.effective()),
  };
}

function activityCalls({ activity: os }: Implementer, { activity, logger }: Services) {
  return {
    watch: os.watch.handler(({ input, signal, path }) =>
      withClientErrors(activity.watch(signal, input), { path, logger }),
    ),
    overview: os.overview.handler(({ signal, path }) => withClientErrors(activity.overview(signal), { path, logger })),
    query: os.query.handler(({ input }) => activity.query(input)),
    totals: os.totals.handler(({ input }) => activity.totals(input)),
    clear: os.clear.handler(() => activity.clear()),
  };
}

/** The contract implemented, about a line a call; what a call does is its service's concern. */
export function createRouter(services: Services) {
  const { subscribers, keys, aliases, conversations, serverLog, logger } = services;
  const os = createImplementer(logger);
  return os.router({
    snapshot: {
      watch: os.snapshot.watch.handler(({ signal, path }) =>
        withClientErrors(subscribers.watch(signal), { path, logger }),
      ),
    },
    app: appCalls(os, services),
    server: serverCalls(os, services),
    models: modelCalls(os, services),
    exposure: exposureCalls(os, services),
    settings: settingsCalls(os, services),
    keys: {
      create: os.keys.create.handler(({ input }) => keys.create(input)),
      revoke: os.keys.revoke.handler(({ input }) => keys.revoke(input.id)),
    },
    aliases: {
      set: os.aliases.set.handler(({ input }) => aliases.set(input)),
      remove: os.aliases.remove.handler(({ input }) => aliases.remove(input)),
    },
    conversations: {
      watch: os.conversations.watch.handler(({ signal, path }) =>
        withClientErrors(conversations.watch(signal), { path, logger }),
      ),
      get: os.conversations.get.handler(({ input }) => conversations.get(input.id)),
      save: os.conversations.save.handler(({ input }) => conversations.save(input)),
      remove: os.conversations.remove.handler(({ input }) => conversations.remove(input.id)),
    },
    logs: {
      watch: os.logs.watch.handler(({ signal, path }) => withClientErrors(serverLog.watch(signal), { path, logger })),
    },
    activity: activityCalls(os, services),
  });
}
