import { formatBytes, formatMemory } from '../../../contract/derived/format/format-bytes.ts';
import type { LoadedModel } from '../../../contract/models.ts';

/** A stretch of the memory bar. */
export interface MemoryPart {
  readonly name: string;
  readonly bytes: number;
  readonly percent: number;
  /** Which of the bar's two tints it has. */
  readonly tint: 'd1' | 'd2';
}

/** The bar's stretches, in the order of the list, and the same as a sentence for those who don't see it. */
export function memoryUse(
  loaded: readonly LoadedModel[],
  memoryBytes: number,
): { parts: readonly MemoryPart[]; sentence: string } {
  // A model on several GPUs may count more than the machine's own memory.
  const whole = Math.max(
    memoryBytes,
    loaded.reduce((sum, model) => sum + model.sizeBytes, 0),
    1,
  );
  const parts = loaded.map(
    (model, index): MemoryPart => ({
      name: model.name,
      bytes: model.sizeBytes,
      percent: (model.sizeBytes / whole) * 100,
      tint: index % 2 === 0 ? 'd1' : 'd2',
    }),
  );
  const used = parts.map((part) => `${formatBytes(part.bytes)} ${part.name}`).join(', ') || 'no model';
  return { parts, sentence: `Memory: ${used}, of ${formatMemory(memoryBytes)}` };
}

/** `GPU`, `CPU`, or how much of it is on the GPU. */
export function runsOn({ sizeBytes, gpuBytes }: LoadedModel): string {
  if (gpuBytes <= 0 || sizeBytes <= 0) return 'CPU';
  const share = Math.round((gpuBytes / sizeBytes) * 100);
  return share >= 100 ? 'GPU' : `${share}% GPU`;
}
