import { useEffect, useRef, useState } from 'react';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { useSettingCheck } from './use-setting-check.ts';
import { useSettingUpdate } from './use-setting-update.ts';

export interface TypedSetting {
  readonly text: string;
  /** Why the text can't be stored, for the person; null while nothing is wrong. */
  readonly problem: string | null;
  readonly type: (text: string) => void;
  /** Stores the text if it is valid. */
  readonly commit: () => void;
  /** Discards the text for the stored value. */
  readonly reset: () => void;
}

/**
 * The text of a stored value while it is edited.
 * @param patchFor the change that stores the text, or why the text isn't valid
 */
export function useTypedSetting(value: string, patchFor: (text: string) => SettingsPatch | string): TypedSetting {
  const [text, setText] = useState(value);
  const update = useSettingUpdate();
  // A new stored value replaces the text it was made from, and the value before it, but nothing typed since.
  const settled = useRef<readonly string[]>([value]);
  useEffect(() => {
    const replaced = settled.current;
    settled.current = [value];
    setText((current) => (replaced.includes(current.trim()) ? value : current));
  }, [value]);

  const typed = text.trim();
  const change = typed === value ? null : patchFor(typed);
  const invalid = typeof change === 'string' ? change : null;
  const patch = typeof change === 'string' ? null : change;
  const checked = useSettingCheck(patch);
  return {
    text,
    problem: invalid ?? checked?.reason ?? update.failure?.message ?? null,
    type: (next) => {
      setText(next);
      update.clear();
    },
    commit: () => {
      if (patch !== null) {
        settled.current = [value, typed];
        update.run(patch);
      } else if (invalid === null) setText(value);
    },
    reset: () => {
      setText(value);
      update.clear();
    },
  };
}
