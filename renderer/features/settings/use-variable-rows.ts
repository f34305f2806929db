import { useEffect, useRef } from 'react';
import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import type { ExtraVariable } from '../../../contract/settings.ts';
import { SETTINGS_DRAFTS, useDraft, useDraftResets } from '../../client/drafts.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { useSettingCheck } from './use-setting-check.ts';
import { useCommitOnUnmount } from './use-setting-draft.ts';
import { useSettingUpdate } from './use-setting-update.ts';
import { isNamed, isSame, namedRows, rowOfProblem } from './variable-rows.ts';

export interface VariableRows {
  readonly rows: readonly ExtraVariable[];
  /** What is wrong, and with which row (null when no single row is at fault). */
  readonly problem: { readonly row: number | null; readonly reason: string } | null;
  /** Changes the draft only. */
  readonly edit: (index: number, row: ExtraVariable) => void;
  readonly add: () => void;
  /** Removes the row and stores the rest at once. */
  readonly remove: (index: number) => void;
  /** Stores the rows that have a name, if core accepts them all. */
  readonly commit: () => void;
  /** Discards the draft. */
  readonly reset: () => void;
}

/** The stored variables, with a draft over them while they are edited. */
export function useVariableRows(): VariableRows {
  const stored = useSnapshot((s) => s.settings.extraVariables);
  const [draft, setDraft, latestDraft] = useDraft<readonly ExtraVariable[]>(`${SETTINGS_DRAFTS}.extraVariables`);
  const update = useSettingUpdate();
  const rows = draft ?? stored;
  const named = namedRows(rows);
  const isDirty = !isSame(named, stored);
  const checked = useSettingCheck(isDirty ? { extraVariables: named } : null);

  const storedKey = JSON.stringify(stored);
  const sent = useRef<string | null>(null);
  const shownKey = useRef(storedKey);
  const store = (extraVariables: ExtraVariable[]): void => {
    sent.current = JSON.stringify(extraVariables);
    update.run({ extraVariables });
  };
  // A change from elsewhere (such as Undo Changes) replaces the draft. One stored from here doesn't: more may have been typed since.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the settings are a new object at each change of any of them
  useEffect(() => {
    if (shownKey.current === storedKey) return;
    shownKey.current = storedKey;
    const typed = latestDraft();
    if (sent.current === storedKey && typed && !isSame(namedRows(typed), stored)) return;
    const rest = (typed ?? []).filter((row) => !isNamed(row));
    setDraft(rest.length > 0 ? [...stored, ...rest] : undefined);
  }, [storedKey]);
  const { clear } = update;
  const resets = useDraftResets(SETTINGS_DRAFTS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the settings are reset
  useEffect(() => clear(), [resets]);

  const change = (next: readonly ExtraVariable[]): void => {
    setDraft(next);
    clear();
  };
  const commit = (): void => {
    if (isDirty) store(named);
  };
  useCommitOnUnmount(() => {
    if (!checked) commit();
  });
  const unnamedValue = rows.findIndex((row) => !isNamed(row) && row.value !== '');
  const problem = (): VariableRows['problem'] => {
    if (checked) return { row: rowOfProblem(rows, checked), reason: checked.reason };
    if (update.failure) return { row: null, reason: update.failure.message };
    return unnamedValue >= 0 ? { row: unnamedValue, reason: settingsText('environment.missingName') } : null;
  };
  return {
    rows,
    problem: problem(),
    edit: (index, row) => change(rows.map((old, i) => (i === index ? row : old))),
    add: () => change([...rows, { name: '', value: '' }]),
    remove: (index) => {
      const remaining = rows.filter((_, i) => i !== index);
      change(remaining);
      if (!isSame(namedRows(remaining), stored)) store(namedRows(remaining));
    },
    commit,
    reset: () => {
      setDraft(undefined);
      clear();
    },
  };
}
