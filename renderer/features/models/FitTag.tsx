import { Check, Minus, X } from 'lucide-react';
import { Tag } from '../../components/Tag.tsx';
import { fitWords, modelFit } from './model-fit.ts';

const looks = {
  fits: { tone: 'ok', icon: Check },
  tight: { tone: 'warn', icon: Minus },
  tooLarge: { tone: 'bad', icon: X },
} as const;

/** How a model of that size fits in that memory: a shape, a word and a colour. */
export function FitTag({ sizeBytes, memoryBytes }: { readonly sizeBytes: number; readonly memoryBytes: number }) {
  const fit = modelFit(sizeBytes, memoryBytes);
  return (
    <Tag fit {...looks[fit]}>
      {fitWords(fit, memoryBytes)}
    </Tag>
  );
}
