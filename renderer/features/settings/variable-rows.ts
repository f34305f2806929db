import type { ExtraVariable, SettingProblem } from '../../../contract/settings.ts';

/** A row without a name isn't a variable yet. */
export function isNamed({ name }: ExtraVariable): boolean {
  return name.trim() !== '';
}

/** The rows that are stored as variables. */
export function namedRows(rows: readonly ExtraVariable[]): ExtraVariable[] {
  return rows.filter(isNamed);
}

/** The index of the row that a problem of `namedRows` refers to; null for any other problem. */
export function rowOfProblem(rows: readonly ExtraVariable[], problem: Pick<SettingProblem, 'field'>): number | null {
  const [, position] = /^extraVariables\.(\d+)$/.exec(problem.field) ?? [];
  if (position === undefined) return null;
  const indexes = rows.flatMap((row, index) => (isNamed(row) ? [index] : []));
  return indexes[Number(position)] ?? null;
}

/** Whether two lists hold the same variables, ignoring spaces around names. */
export function isSame(a: readonly ExtraVariable[], b: readonly ExtraVariable[]): boolean {
  return a.length === b.length && a.every(({ name, value }, i) => name.trim() === b[i]?.name && value === b[i].value);
}
