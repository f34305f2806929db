export interface DiskShares {
  /** Percent of the disk. */
  readonly models: number;
  /** Percent of the disk that other files take. */
  readonly others: number;
  readonly sentence: string;
}

/** The disk as the bar draws it; models that share files count less than their sizes add up to, so it never overflows. */
export function diskShares(
  modelBytes: number,
  { freeBytes, totalBytes }: { readonly freeBytes: number; readonly totalBytes: number },
): DiskShares | null {
  if (totalBytes <= 0) return null;
  const used = Math.max(0, totalBytes - freeBytes);
  const models = (Math.min(modelBytes, used) / totalBytes) * 100;
  const others = (used / totalBytes) * 100 - models;
  return {
    models,
    others,
    sentence: `Models use ${Math.round(models)} % of the disk, ${Math.round(others)} % is used by other files`,
  };
}
