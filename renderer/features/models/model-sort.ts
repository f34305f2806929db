import { LOCALE } from '../../../contract/derived/format/locale.ts';
import type { InstalledModel } from '../../../contract/models.ts';

export type ModelSortKey = 'name' | 'parameters' | 'quantization' | 'context' | 'size' | 'modified';

export interface ModelSort {
  readonly key: ModelSortKey;
  readonly descending: boolean;
}

const byName = new Intl.Collator(LOCALE, { numeric: true, sensitivity: 'base' });
const unitFactor: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9, T: 1e12 };

/** The number that Ollama writes as `8.2B` or `137M`; null for any other text. */
export function parameterCount(text: string | null): number | null {
  const [, digits, unit] = /^([\d.]+)\s*([KMBT])$/i.exec(text?.trim() ?? '') ?? [];
  const factor = unitFactor[unit?.toUpperCase() ?? ''];
  return digits === undefined || factor === undefined ? null : Math.round(Number(digits) * factor);
}

/** A sorted copy. Ties are sorted by name; unknown values come last in either direction. */
export function sortModels(models: readonly InstalledModel[], { key, descending }: ModelSort): InstalledModel[] {
  const sign = descending ? -1 : 1;
  // Each value is computed once, so that long lists sort quickly.
  const keyed = models.map((model) => ({ model, value: sortValue(model, key) }));
  keyed.sort((a, b) => {
    if (a.value === b.value) return byName.compare(a.model.name, b.model.name);
    if (a.value === null) return 1;
    if (b.value === null) return -1;
    return sign * compare(a.value, b.value);
  });
  return keyed.map(({ model }) => model);
}

/** The order a column starts with: names from A, numbers from the largest, dates from the newest. */
export function initialSort(key: ModelSortKey): ModelSort {
  return { key, descending: key !== 'name' && key !== 'quantization' };
}

/** The models whose name contains every word of the search. */
export function searchModels(models: readonly InstalledModel[], search: string): readonly InstalledModel[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return models;
  return models.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
}

function sortValue(model: InstalledModel, key: ModelSortKey): string | number | null {
  switch (key) {
    case 'name':
      return model.name;
    case 'parameters':
      return parameterCount(model.parameterSize);
    case 'quantization':
      return model.quantization;
    case 'context':
      return model.contextLength;
    case 'size':
      return model.sizeBytes || null;
    case 'modified':
      return model.modifiedAt || null;
  }
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : byName.compare(String(a), String(b));
}
