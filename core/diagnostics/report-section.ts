import { diagnosticsText } from '../../contract/derived/catalog/en/diagnostics.ts';

export interface ReportSection {
  readonly title: string;
  readonly lines: readonly string[];
}

export function gibibytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}

/** In ISO 8601 and UTC, as people in different time zones read it. */
export function isoTime(at: number): string {
  return new Date(at).toISOString();
}

export function list(items: readonly string[]): string[] {
  return items.map((item) => `- ${item}`);
}

export function listOrNone(items: readonly string[]): string[] {
  return items.length === 0 ? [diagnosticsText('none')] : list(items);
}
