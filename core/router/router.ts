import { implement } from '@orpc/server';
import type { Logger } from 'pino';
import { contract } from '../../contract/contract.ts';
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
import { checkSettingsPatch } from '../settings/check-settings-patch.ts';
import type { SettingsService } from '../settings/settings-store.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import type { SubscriberCount } from '../snapshot/subscriber-count.ts';
import { shownError, shownFeed } from './unexpected-errors.ts';

export interface Services {
  readonly store: SnapshotStore;
  readonly platform: Platform;
  readonly server: Omit<ServerControl, 'close'>;
  readonly pulls: Pick<Pulls, 'start' | 'pause' | 'resume' | 'cancel'>;
  readonly models: ModelActions;
  readonly exposure: ExposureChoices & Pick<Exposure, 'testReachability'>;
  readonly settings: Pick<SettingsService, 'update' | 'restoreDefaults'>;
  readonly planner: Pick<LaunchPlanner, 'undoChanges' | 'effective'>;
  readonly diagnostics: () => Promise<string>;
  readonly keys: Pick<KeyStore, 'create' | 'revoke'>;
  readonly aliases: Pick<AliasStore, 'set' | 'remove'>;
  readonly conversations: Pick<Conversations, 'get' | 'save' | 'remove' | 'watch'>;
  readonly serverLog: Pick<ServerLog, 'watch'>;
  readonly activity: Pick<ActivityLog, 'watch' | 'overview' | 'query' | 'totals' | 'clear'>;
  readonly subscribers: SubscriberCount;
  readonly folders: { modelsFolder(): string; logs(): string; dataFolder(): string };
  readonly logger: Logger;
}

export type AppRouter = ReturnType<typeof createRouter>;

/** The contract implemented, about a line a call; what a call means is its service's business. */
export function createRouter(services: Services) {
  const { store, platform, server, planner, pulls, models, exposure, settings, conversations, logger } = services;
  const { capabilities } = platform;
  const { keys, aliases } = services;
  const demand = (available: boolean) => {
    if (!available) throw expectedError('NOT_AVAILABLE');
  };
  const os = implement(contract).use(async ({ next, path }) => {
    try {
      return await next();
    } catch (error) {
      throw shownError(error, { path, logger });
    }
  });
  const feed = <T>(source: AsyncGenerator<T, void>, path: readonly string[]) =>
    shownFeed(source, (error) => shownError(error, { path, logger }));

  return os.router({
    snapshot: {
      watch: os.snapshot.watch.handler(({ signal, path }) => feed(services.subscribers.watch(signal), path)),
    },
    app: {
      dismissNotice: os.app.dismissNotice.handler(({ input }) =>
        store.update('app', (app) => ({ ...app, notices: app.notices.filter(({ id }) => id !== input.id) })),
      ),
      openLink: os.app.openLink.handler(({ input }) => {
        if (!mayOpenLink(input.url)) throw expectedError('LINK_REFUSED');
        return platform.openLink(new URL(input.url).href);
      }),
      pickFile: os.app.pickFile.handler(({ input }) => {
        demand(capabilities.pickFile);
        return platform.pickFile(input);
      }),
      reveal: os.app.reveal.handler(({ input }) => {
        demand(capabilities.revealFile);
        return platform.revealFile(services.folders[input.what]());
      }),
      diagnostics: os.app.diagnostics.handler(() => services.diagnostics()),
      quit: os.app.quit.handler(() => {
        demand(capabilities.quit);
        platform.quit();
      }),
    },
    server: {
      start: os.server.start.handler(() => server.start()),
      stop: os.server.stop.handler(({ input }) => server.stop(input.when)),
      restart: os.server.restart.handler(({ input }) => server.restart(input.when)),
      cancelPending: os.server.cancelPending.handler(() => server.cancelPending()),
      takeOver: os.server.takeOver.handler(({ input }) => server.takeOver(input.pid)),
      useFreePort: os.server.useFreePort.handler(() => server.useFreePort()),
      clearProblems: os.server.clearProblems.handler(() =>
        store.update('server', (slice) => ({ ...slice, problems: [] })),
      ),
    },
    models: {
      pull: os.models.pull.handler(({ input }) => ({ id: pulls.start(input.name) })),
      pausePull: os.models.pausePull.handler(({ input }) => pulls.pause(input.id)),
      resumePull: os.models.resumePull.handler(({ input }) => pulls.resume(input.id)),
      cancelPull: os.models.cancelPull.handler(({ input }) => pulls.cancel(input.id)),
      remove: os.models.remove.handler(({ input }) => models.remove(input.name)),
      duplicate: os.models.duplicate.handler(({ input }) => models.duplicate(input.name, input.newName)),
      load: os.models.load.handler(({ input }) => models.load(input.name)),
      unload: os.models.unload.handler(({ input }) => models.unload(input.name)),
      show: os.models.show.handler(({ input }) => models.show(input.name)),
    },
    exposure: {
      setReach: os.exposure.setReach.handler(({ input }) => exposure.setReach(input)),
      setKeyRequired: os.exposure.setKeyRequired.handler(({ input }) => exposure.setKeyRequired(input)),
      setInterfaceEnabled: os.exposure.setInterfaceEnabled.handler(({ input }) => exposure.setInterfaceEnabled(input)),
      setTailnetHttps: os.exposure.setTailnetHttps.handler(({ input }) => exposure.setTailnetHttps(input)),
      applyPendingNow: os.exposure.applyPendingNow.handler(() => exposure.applyPendingNow()),
      cancelPending: os.exposure.cancelPending.handler(() => exposure.cancelPending()),
      testReachability: os.exposure.testReachability.handler(() => exposure.testReachability()),
    },
    settings: {
      update: os.settings.update.handler(({ input }) => settings.update(input)),
      check: os.settings.check.handler(({ input }) => checkSettingsPatch(input)),
      undoChanges: os.settings.undoChanges.handler(() => planner.undoChanges()),
      restoreDefaults: os.settings.restoreDefaults.handler(() => settings.restoreDefaults()),
      effective: os.settings.effective.handler(() => planner.effective()),
    },
    keys: {
      create: os.keys.create.handler(({ input }) => keys.create(input)),
      revoke: os.keys.revoke.handler(({ input }) => keys.revoke(input.id)),
    },
    aliases: {
      set: os.aliases.set.handler(({ input }) => aliases.set(input)),
      remove: os.aliases.remove.handler(({ input }) => aliases.remove(input)),
    },
    conversations: {
      watch: os.conversations.watch.handler(({ signal, path }) => feed(conversations.watch(signal), path)),
      get: os.conversations.get.handler(({ input }) => conversations.get(input.id)),
      save: os.conversations.save.handler(({ input }) => conversations.save(input)),
      remove: os.conversations.remove.handler(({ input }) => conversations.remove(input.id)),
    },
    logs: {
      watch: os.logs.watch.handler(({ signal, path }) => feed(services.serverLog.watch(signal), path)),
    },
    activity: {
      watch: os.activity.watch.handler(({ input, signal, path }) => feed(services.activity.watch(signal, input), path)),
      overview: os.activity.overview.handler(({ signal, path }) => feed(services.activity.overview(signal), path)),
      query: os.activity.query.handler(({ input }) => services.activity.query(input)),
      totals: os.activity.totals.handler(({ input }) => services.activity.totals(input)),
      clear: os.activity.clear.handler(() => services.activity.clear()),
    },
  });
}
