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

/** Ollama takes a name without a tag for `latest`. */
const isNamed = (installed: string, name: string): boolean => installed === name || installed === `${name}:latest`;

/** Counts the requests from now on. */
export const keepMetrics = ({ store, activity }: MetricsOptions): Metrics => {
  const startedAt = Date.now();
  const counters = createRequestCounters((name) =>
    store.get().models.installed.some((model) => isNamed(model.name, name)),
  );
  const forget = activity.onChange((changed) => {
    if (changed !== 'cleared' && changed.outcome !== 'running') counters.add(changed);
  });
  return {
    text: () => {
      const { app, server } = store.get();
      const { actual } = server;
      return metricsText(counters.read(), {
        ...{ version: app.version, serverState: actual.state, running: activity.running(), startedAt },
        serverVersion: 'version' in actual ? actual.version : null,
      });
    },
    close: forget,
  };
};
