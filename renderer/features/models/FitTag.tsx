import { Check, Minus, X } from 'lucide-react';
import { modelsText } from '../../../contract/derived/catalog/en/models.ts';
import { formatMemory } from '../../../contract/derived/format/format-bytes.ts';
import { Tag } from '../../components/Tag.tsx';
import { modelFit } from './model-fit.ts';

const appearance = {
  fits: { tone: 'ok', icon: Check },
  tight: { tone: 'warn', icon: Minus },
  tooLarge: { tone: 'bad', icon: X },
} as const;

/** Whether a model of that size fits in that memory, as an icon, a label and a color. */
export function FitTag({ sizeBytes, memoryBytes }: { readonly sizeBytes: number; readonly memoryBytes: number }) {
  const fit = modelFit(sizeBytes, memoryBytes);
  return (
    <Tag fit {...appearance[fit]}>
      {fit === 'tooLarge'
        ? modelsText('fit.tooLarge', { memory: formatMemory(memoryBytes) })
        : modelsText(`fit.${fit}`)}
    </Tag>
  );
}
