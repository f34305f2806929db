import { useEffect, useRef } from 'react';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { SETTINGS_DRAFTS, useDraft, useDraftResets } from '../../client/drafts.ts';
import type { Draft } from '../../components/DraftField.tsx';
import type { Parsed } from '../../components/parse-number.ts';
import { useSettingCheck } from './use-setting-check.ts';
import { useSettingUpdate } from './use-setting-update.ts';

/** The state arrives within 100 ms of a change, if the stored value is different from the one before. */
const STORED_VALUE_DELAY_MS = 500;

export interface SettingDraft extends Draft {
  /** Discards what was typed for this text, and stores it if it is valid. */
  readonly enter: (text: string) => void;
  /** Discards what was typed, and stores a value that isn't entered as text. */
  readonly store: (patch: SettingsPatch) => void;
  /** The text isn't the stored value. */
  readonly isTyped: boolean;
}

export interface SettingDraftOptions {
  /** The stored value as text; empty for none. */
  readonly value: string;
  /** Reads the text, without spaces around it, as the change that stores it. */
  readonly parse: (text: string) => Parsed<SettingsPatch>;
}

interface TypedText {
  readonly text: string;
  /** Stored as it is: the new stored value takes its place, which Corral may write differently. */
  readonly isStored: boolean;
}

/** A setting that is entered as text. What isn't stored stays in the field, also while another page is open. */
export function useSettingDraft(field: string, { value, parse }: SettingDraftOptions): SettingDraft {
  const [typed, setTyped, latestTyped] = useDraft<TypedText>(`${SETTINGS_DRAFTS}.${field}`);
  const isTyped = typed !== undefined && typed.text.trim() !== value;
  const parsed = isTyped && !typed.isStored ? parse(typed.text.trim()) : null;
  const checked = useSettingCheck(parsed && 'value' in parsed ? parsed.value : null);
  const invalid = parsed && 'problem' in parsed ? parsed.problem : (checked?.reason ?? null);

  const sent = useRef<string | null>(null);
  const update = useSettingUpdate(() => {
    if (sent.current === null || latestTyped()?.text !== sent.current) return;
    const stored: TypedText = { text: sent.current, isStored: true };
    setTyped(stored);
    setTimeout(() => latestTyped() === stored && setTyped(undefined), STORED_VALUE_DELAY_MS);
  });
  const { run, pending, clear } = update;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the stored value changes
  useEffect(() => {
    if (latestTyped()?.isStored) setTyped(undefined);
  }, [value]);
  const resets = useDraftResets(SETTINGS_DRAFTS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the settings are reset
  useEffect(() => clear(), [resets]);

  const send = (text: string, patch: SettingsPatch): void => {
    if (pending && sent.current === text) return;
    sent.current = text;
    run(patch);
  };
  const enter = (text: string): void => {
    const read = text.trim() === value ? null : parse(text.trim());
    setTyped(read === null ? undefined : { text, isStored: false });
    if (read && 'value' in read) send(text, read.value);
  };
  useCommitOnUnmount(() => {
    if (typed && parsed && 'value' in parsed && invalid === null) send(typed.text, parsed.value);
  });
  return {
    text: typed?.text ?? value,
    isTyped,
    problem: invalid ?? update.failure?.message ?? null,
    type: (text) => {
      setTyped({ text, isStored: false });
      clear();
    },
    commit: () => {
      if (typed && !typed.isStored) enter(typed.text);
    },
    enter,
    store: (patch) => {
      sent.current = null;
      setTyped(undefined);
      run(patch);
    },
    reset: () => {
      setTyped(undefined);
      clear();
      return typed !== undefined;
    },
  };
}

/** Commits what was typed when another page is opened by its shortcut, which takes the focus from no field first. */
export function useCommitOnUnmount(commit: () => void): void {
  const latest = useRef(commit);
  useEffect(() => {
    latest.current = commit;
  });
  useEffect(() => () => latest.current(), []);
}
