import { isIdle } from '../../contract/derived/work.ts';
import type { Platform } from '../platform/platform.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';

/** How long the computer is kept awake after the last work: short requests after one another count as one. */
const LINGER_MS = 10_000;

export interface KeepAwakeOptions {
  readonly store: SnapshotStore;
  readonly platform: Pick<Platform, 'capabilities' | 'keepAwake'>;
}

/** While the setting is on and work is in progress, the computer doesn't go to sleep. The returned function ends it. */
export function keepAwakeWhileBusy({ store, platform }: KeepAwakeOptions): () => void {
  if (!platform.capabilities.keepAwake) return () => undefined;
  let isAwake = false;
  let releaseTimer: NodeJS.Timeout | undefined;

  const setAwake = (on: boolean) => {
    clearTimeout(releaseTimer);
    releaseTimer = undefined;
    if (on === isAwake) return;
    isAwake = on;
    platform.keepAwake(on);
  };
  const update = () => {
    const { settings, work } = store.get();
    if (!settings.keepAwake) setAwake(false);
    else if (!isIdle(work)) setAwake(true);
    else if (isAwake) releaseTimer ??= setTimeout(setAwake, LINGER_MS, false).unref();
  };
  const unsubscribe = store.subscribe((slice) => {
    if (slice === 'work' || slice === 'settings') update();
  });
  update();

  return () => {
    unsubscribe();
    setAwake(false);
  };
}
