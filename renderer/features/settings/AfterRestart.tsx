import { useSnapshot } from '../../client/use-snapshot.ts';
import { Tag } from '../../components/Tag.tsx';

/** The mark of a changed setting that the running server doesn't know yet. */
export function AfterRestart({ field }: { readonly field: string }) {
  const waits = useSnapshot((s) => s.restartNeeded.includes(field));
  return waits ? <Tag tone="strong">after restart</Tag> : null;
}
