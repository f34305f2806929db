import { useEffect, useRef, useState } from 'react';
import type { SettingProblem, SettingsPatch } from '../../../contract/settings.ts';
import { useClient } from '../../client/corral-context.ts';

/** How long after the last key core is asked, in milliseconds. */
const checkAfterMs = 250;

/** What is wrong with values that are being typed, by core's rules; null while nothing is, and for a patch of null. */
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
    let over = false;
    const check = async (): Promise<void> => {
      // A check that fails says nothing about the value; storing it will.
      const found = await client.settings.check(latest.current ?? {}).catch(() => null);
      if (!over) setProblem(found);
    };
    const timer = setTimeout(() => void check(), checkAfterMs);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [client, key]);
  return key === null ? null : problem;
}
