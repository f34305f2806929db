import { modelKey } from '../../contract/derived/model-name.ts';
import type { InstalledModel } from '../../contract/models.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import type { ActivityLog } from './activity-log.ts';
import { metricsText } from './metrics.ts';
import { createRequestCounters } from './request-counters.ts';

export interface MetricsOptions {
  readonly store: Pick<SnapshotStore, 'get'>;
  readonly activity: Pick<ActivityLog, 'onChange' | 'running'>;
}

export interface Metrics {
  /** What `GET /metrics` answers. */
  text(): string;
  close(): void;
}

/** How the installed model that a name stands for is listed; null where there is none. */
function installedNames(store: Pick<SnapshotStore, 'get'>) {
  let listed: readonly InstalledModel[] = [];
  let byKey = new Map<string, string>();
  return (name: string): string | null => {
    const { installed } = store.get().models;
    if (installed !== listed) {
      listed = installed;
      byKey = new Map(installed.map((model) => [modelKey(model.name), model.name]));
    }
    return byKey.get(modelKey(name)) ?? null;
  };
}

/** Counts the requests from now on. */
export function createMetrics({ store, activity }: MetricsOptions): Metrics {
  const startedAt = Date.now();
  const counters = createRequestCounters(installedNames(store));
  const forget = activity.onChange((changed) => {
    if (changed !== 'cleared' && changed.outcome !== 'running') counters.add(changed);
  });
  return {
    text: () => {
      const { app, server } = store.get();
      const { actual } = server;
      return metricsText(counters.read(), {
        version: app.version,
        serverState: actual.state,
        running: activity.running(),
        startedAt,
        serverVersion: 'version' in actual ? actual.version : null,
      });
    },
    close: forget,
  };
}
