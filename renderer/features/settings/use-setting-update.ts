import { useCallback, useRef } from 'react';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { useClient } from '../../client/corral-context.ts';
import { type Action, useAction } from '../../client/use-action.ts';

/**
 * Stores settings. Of the changes made while a call is in progress, only the last one is stored after it.
 * @param onStored called when nothing is left to store
 */
export function useSettingUpdate(onStored?: () => void): Action<[patch: SettingsPatch], Error> {
  const client = useClient();
  const next = useRef<SettingsPatch | null>(null);
  const action = useAction(
    (patch: SettingsPatch) => {
      next.current = null;
      return client.settings.update(patch);
    },
    {
      onDone: () => (next.current === null ? onStored?.() : runNext()),
      onFailure: runNext,
    },
  );
  function runNext(): void {
    if (next.current !== null) action.run(next.current);
  }
  const { run: start, pending, failure, clear } = action;
  const run = useCallback(
    (patch: SettingsPatch): void => {
      next.current = patch;
      start(patch);
    },
    [start],
  );
  return { run, pending, failure, clear };
}
