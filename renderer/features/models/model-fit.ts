import { formatMemory } from '../../../contract/derived/format/format-bytes.ts';

export type ModelFit = 'fits' | 'tight' | 'tooLarge';

/** A loaded model takes its file's size, a tenth more for buffers, and about half a GB for a usual context. */
const overhead = { factor: 1.1, bytes: 0.5e9 } as const;
/** Half the memory leaves room for macOS and other apps; beyond about 0.7 macOS no longer lets the GPU have it. */
const share = { fits: 0.5, tight: 0.7 } as const;

/** Whether a model of that file size runs well in that much memory. Both in bytes. */
export function modelFit(sizeBytes: number, memoryBytes: number): ModelFit {
  const needed = sizeBytes * overhead.factor + overhead.bytes;
  if (needed <= memoryBytes * share.fits) return 'fits';
  return needed <= memoryBytes * share.tight ? 'tight' : 'tooLarge';
}

/** The mark's words. */
export function fitWords(fit: ModelFit, memoryBytes: number): string {
  return { fits: 'Fits', tight: 'Tight', tooLarge: `Too large for ${formatMemory(memoryBytes)}` }[fit];
}
