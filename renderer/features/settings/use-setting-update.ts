import { useCallback, useRef } from 'react';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { useClient } from '../../client/corral-context.ts';
import { type Action, useAction } from '../../client/use-action.ts';

/** Stores settings. What is changed again while that is under way is stored after it, and only the last of it. */
export function useSettingUpdate(): Action<[patch: SettingsPatch], Error> {
  const client = useClient();
  const next = useRef<SettingsPatch | null>(null);
  const again = (): void => {
    if (next.current !== null) action.run(next.current);
  };
  const action = useAction(
    (patch: SettingsPatch) => {
      next.current = null;
      return client.settings.update(patch);
    },
    { onDone: again, onFailure: again },
  );
  const { run: start } = action;
  const run = useCallback(
    (patch: SettingsPatch): void => {
      next.current = patch;
      start(patch);
    },
    [start],
  );
  return { ...action, run };
}
