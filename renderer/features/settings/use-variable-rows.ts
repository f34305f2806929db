import { useEffect, useRef, useState } from 'react';
import type { ExtraVariable } from '../../../contract/settings.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { useSettingCheck } from './use-setting-check.ts';
import { useSettingUpdate } from './use-setting-update.ts';
import { isNamed, isSame, namedRows, rowOfProblem } from './variable-rows.ts';

export interface VariableRows {
  readonly rows: readonly ExtraVariable[];
  /** What is wrong, and with which row; null for the row when it can't be told. */
  readonly problem: { readonly row: number | null; readonly reason: string } | null;
  /** Nothing is stored yet. */
  readonly edit: (index: number, row: ExtraVariable) => void;
  readonly add: () => void;
  /** Stores what is left at once. */
  readonly remove: (index: number) => void;
  /** Stores the rows that have a name, if core takes them all. */
  readonly commit: () => void;
  /** Back to what is stored. */
  readonly undo: () => void;
}

/** The variables as they are being typed, over those that are stored. */
export function useVariableRows(): VariableRows {
  const stored = useSnapshot((s) => s.settings.extraVariables);
  const [draft, setDraft] = useState<readonly ExtraVariable[] | null>(null);
  const update = useSettingUpdate();
  const rows = draft ?? stored;
  const named = namedRows(rows);
  const isDirty = !isSame(named, stored);
  const checked = useSettingCheck(isDirty ? { extraVariables: named } : null);

  const storedKey = JSON.stringify(stored);
  const sent = useRef<string | null>(null);
  const store = (extraVariables: ExtraVariable[]): void => {
    sent.current = JSON.stringify(extraVariables);
    update.run({ extraVariables });
  };
  // What an undo brings takes the place of what was typed; what was stored from here doesn't, because more may be typed since.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the settings are a new object at each change of any of them
  useEffect(() => {
    const isOurs = sent.current === storedKey;
    setDraft((typed) => {
      const rest = (typed ?? []).filter((row) => !isNamed(row));
      if (isOurs && typed && !isSame(namedRows(typed), stored)) return typed;
      return rest.length > 0 ? [...stored, ...rest] : null;
    });
  }, [storedKey]);

  const change = (next: readonly ExtraVariable[]): void => {
    setDraft(next);
    update.clear();
  };
  const unnamedValue = rows.findIndex((row) => !isNamed(row) && row.value !== '');
  const problem = (): VariableRows['problem'] => {
    if (checked) return { row: rowOfProblem(rows, checked), reason: checked.reason };
    if (update.failure) return { row: null, reason: update.failure.message };
    return unnamedValue >= 0 ? { row: unnamedValue, reason: 'Give the variable a name.' } : null;
  };
  return {
    rows,
    problem: problem(),
    edit: (index, row) => change(rows.map((old, i) => (i === index ? row : old))),
    add: () => change([...rows, { name: '', value: '' }]),
    remove: (index) => {
      const left = rows.filter((_, i) => i !== index);
      change(left);
      if (!isSame(namedRows(left), stored)) store(namedRows(left));
    },
    commit: () => {
      if (isDirty) store(named);
    },
    undo: () => change(stored),
  };
}
