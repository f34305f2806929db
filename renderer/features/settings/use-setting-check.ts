import { useEffect, useRef, useState } from 'react';
import type { SettingProblem, SettingsPatch } from '../../../contract/settings.ts';
import { useClient } from '../../client/corral-context.ts';

/** Long enough that a person who is typing doesn't cause a call per key. */
const CHECK_DELAY_MS = 250;

/** What core says is wrong with values that are being typed; null while nothing is, and for a patch of null. */
export function useSettingCheck(patch: SettingsPatch | null): SettingProblem | null {
  const client = useClient();
  const [problem, setProblem] = useState<SettingProblem | null>(null);
  const latest = useRef(patch);
  useEffect(() => {
    latest.current = patch;
  });
  const key = patch && JSON.stringify(patch);
  useEffect(() => {
    if (key === null) {
      setProblem(null);
      return;
    }
    let isStale = false;
    const check = async (): Promise<void> => {
      // A check that fails says nothing about the value. Storing it will.
      const found = await client.settings.check(latest.current ?? {}).catch(() => null);
      if (!isStale) setProblem(found);
    };
    const timer = setTimeout(() => void check(), CHECK_DELAY_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [client, key]);
  return key === null ? null : problem;
}
