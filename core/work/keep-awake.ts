import type { Platform } from '../platform/platform.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { isIdle } from './interruption-guard.ts';

/** How long the machine is kept awake after the last work: short requests in a row are one stretch. Milliseconds. */
const LINGER_MS = 10_000;

export interface KeepAwakeOptions {
  readonly store: SnapshotStore;
  readonly platform: Pick<Platform, 'capabilities' | 'keepAwake'>;
}

/** While the setting is on and something is under way, the machine doesn't go to sleep. The returned function ends it. */
export function keepAwakeWhileBusy({ store, platform }: KeepAwakeOptions): () => void {
  if (!platform.capabilities.keepAwake) return () => undefined;
  let held = false;
  let release: NodeJS.Timeout | undefined;

  const hold = (on: boolean) => {
    clearTimeout(release);
    release = undefined;
    if (on === held) return;
    held = on;
    platform.keepAwake(on);
  };
  const look = () => {
    const { settings, work } = store.get();
    if (!settings.keepAwake) hold(false);
    else if (!isIdle(work)) hold(true);
    else if (held) release ??= setTimeout(hold, LINGER_MS, false).unref();
  };
  const unsubscribe = store.subscribe((slice) => {
    if (slice === 'work' || slice === 'settings') look();
  });
  look();

  return () => {
    unsubscribe();
    hold(false);
  };
}
