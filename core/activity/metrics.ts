import { modelKey } from '../../contract/derived/model-name.ts';
import type { InstalledModel } from '../../contract/models.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import type { ActivityLog } from './activity-log.ts';
import { formatMetrics } from './format-metrics.ts';
import { createRequestCounters, withoutKeyNames } from './request-counters.ts';
import type { EndpointOf } from './request-entry.ts';

export interface MetricsOptions {
  readonly store: Pick<SnapshotStore, 'get'>;
  readonly activity: Pick<ActivityLog, 'onChange' | 'activeRequests'>;
  readonly endpointOf: EndpointOf;
}

export interface Metrics {
  /** The response to `GET /metrics`. `named`: with the names of keys, which only the owner and those with a key may know. */
  text(options: { readonly named: boolean }): string;
  close(): void;
}

/** How the installed model of a name is spelled in the list; null where there is none. */
function createInstalledName(store: Pick<SnapshotStore, 'get'>): (name: string) => string | null {
  let indexed: readonly InstalledModel[] = [];
  let byKey = new Map<string, string>();
  return (name) => {
    const { installed } = store.get().models;
    if (installed !== indexed) {
      indexed = installed;
      byKey = new Map(installed.map((model) => [modelKey(model.name), model.name]));
    }
    return byKey.get(modelKey(name)) ?? null;
  };
}

/** Counts requests from now on. */
export function createMetrics({ store, activity, endpointOf }: MetricsOptions): Metrics {
  const startedAt = Date.now();
  const counters = createRequestCounters({ installedName: createInstalledName(store), endpointOf });
  const unsubscribe = activity.onChange((changed) => {
    if (changed !== 'cleared' && changed.outcome !== 'running') counters.add(changed);
  });
  return {
    text({ named }) {
      const { app, server } = store.get();
      const { actual } = server;
      const counts = counters.read();
      return formatMetrics(named ? counts : withoutKeyNames(counts), {
        version: app.version,
        serverState: actual.state,
        activeRequests: activity.activeRequests(),
        startedAt,
        serverVersion: 'version' in actual ? actual.version : null,
      });
    },
    close: unsubscribe,
  };
}
