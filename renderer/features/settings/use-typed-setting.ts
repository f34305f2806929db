import { useEffect, useRef, useState } from 'react';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { useSettingCheck } from './use-setting-check.ts';
import { useSettingUpdate } from './use-setting-update.ts';

export interface TypedSetting {
  readonly text: string;
  /** Why the text can't be stored, as a sentence; null while nothing is wrong. */
  readonly problem: string | null;
  readonly type: (text: string) => void;
  /** Stores what can be stored. */
  readonly commit: () => void;
  /** Back to what is stored. */
  readonly undo: () => void;
}

/**
 * A stored value while it is being typed.
 * @param patchFor the change to make, or a sentence that says why the text can't be used
 */
export function useTypedSetting(value: string, patchFor: (text: string) => SettingsPatch | string): TypedSetting {
  const [text, setText] = useState(value);
  const update = useSettingUpdate();
  // A new stored value takes the place of the text that it was made from, and of the one before; not of what is typed since.
  const settled = useRef<readonly string[]>([value]);
  useEffect(() => {
    const before = settled.current;
    settled.current = [value];
    setText((current) => (before.includes(current.trim()) ? value : current));
  }, [value]);

  const typed = text.trim();
  const change = typed === value ? null : patchFor(typed);
  const sentence = typeof change === 'string' ? change : null;
  const patch = typeof change === 'string' ? null : change;
  const checked = useSettingCheck(patch);
  return {
    text,
    problem: sentence ?? checked?.reason ?? update.failure?.message ?? null,
    type: (next) => {
      setText(next);
      update.clear();
    },
    commit: () => {
      if (patch !== null) {
        settled.current = [value, typed];
        update.run(patch);
      } else if (sentence === null) setText(value);
    },
    undo: () => {
      setText(value);
      update.clear();
    },
  };
}
