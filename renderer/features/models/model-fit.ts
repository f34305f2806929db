export type ModelFit = 'fits' | 'tight' | 'tooLarge';

/** A loaded model needs its file size, 10% more for buffers, and about half a GB for a typical context. */
const OVERHEAD_FACTOR = 1.1;
const CONTEXT_BYTES = 0.5e9;
/** Half the memory leaves room for macOS and other apps. */
const MAX_SHARE_TO_FIT = 0.5;
/** macOS doesn't let the GPU use more than about this share of the memory. */
const MAX_SHARE_FOR_GPU = 0.7;

/** Whether a model with that file size runs well in that much memory. Both in bytes. */
export function modelFit(sizeBytes: number, memoryBytes: number): ModelFit {
  const needed = sizeBytes * OVERHEAD_FACTOR + CONTEXT_BYTES;
  if (needed <= memoryBytes * MAX_SHARE_TO_FIT) return 'fits';
  return needed <= memoryBytes * MAX_SHARE_FOR_GPU ? 'tight' : 'tooLarge';
}
