import type { ExtraVariable, SettingProblem } from '../../../contract/settings.ts';

/** Rows without a name are not variables yet. */
export function isNamed({ name }: ExtraVariable): boolean {
  return name.trim() !== '';
}

/** What is stored, when the rows are left like this. */
export function namedRows(rows: readonly ExtraVariable[]): ExtraVariable[] {
  return rows.filter(isNamed);
}

/** The row that a problem of `namedRows` is about; null when it is about something else. */
export function rowOfProblem(rows: readonly ExtraVariable[], problem: Pick<SettingProblem, 'field'>): number | null {
  const [, place] = /^extraVariables\.(\d+)$/.exec(problem.field) ?? [];
  if (place === undefined) return null;
  const indexes = rows.flatMap((row, index) => (isNamed(row) ? [index] : []));
  return indexes[Number(place)] ?? null;
}

/** Whether storing the rows would change anything. */
export function isSame(a: readonly ExtraVariable[], b: readonly ExtraVariable[]): boolean {
  return a.length === b.length && a.every(({ name, value }, i) => name.trim() === b[i]?.name && value === b[i].value);
}
