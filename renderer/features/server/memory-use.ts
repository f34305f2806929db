import { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import { formatBytes, formatMemory } from '../../../contract/derived/format/format-bytes.ts';
import { formatList } from '../../../contract/derived/format/format-list.ts';
import type { LoadedModel } from '../../../contract/models.ts';

/** A model's part of the memory bar. */
export interface MemoryPart {
  readonly name: string;
  readonly bytes: number;
  readonly percent: number;
  /** Which of the bar's two tints it has. */
  readonly tint: 'd1' | 'd2';
}

/** The bar's parts, of the models whose size is known, in the order of the list, and a description for people who can't see it. */
export function memoryUse(
  loaded: readonly LoadedModel[],
  memoryBytes: number,
): { readonly parts: readonly MemoryPart[]; readonly description: string } {
  // A model on several GPUs may count more than the machine's own memory.
  const whole = Math.max(
    memoryBytes,
    loaded.reduce((sum, model) => sum + model.sizeBytes, 0),
    1,
  );
  const parts = loaded
    .map(
      (model, index): MemoryPart => ({
        name: model.name,
        bytes: model.sizeBytes,
        percent: (model.sizeBytes / whole) * 100,
        tint: index % 2 === 0 ? 'd1' : 'd2',
      }),
    )
    .filter(({ bytes }) => bytes > 0);
  const used = parts.map((part) => serverPageText('memory.part', { size: formatBytes(part.bytes), model: part.name }));
  const description = serverPageText('memory.description', {
    parts: used.length > 0 ? formatList(used) : serverPageText('memory.noModel'),
    total: formatMemory(memoryBytes),
  });
  return { parts, description };
}

/** `GPU`, `CPU`, or how much of it is on the GPU; a dash where that isn't known. */
export function processor({ sizeBytes, gpuBytes }: LoadedModel): string {
  if (sizeBytes <= 0) return serverPageText('noValue');
  if (gpuBytes <= 0) return serverPageText('processor.cpu');
  const share = Math.round((gpuBytes / sizeBytes) * 100);
  return share >= 100 ? serverPageText('processor.gpu') : serverPageText('processor.split', { percent: share });
}
