import { useSyncExternalStore } from 'react';
import type { Snapshot } from '../../contract/snapshot.ts';
import { useCorral } from './corral-context.ts';

/**
 * A part of the state; the component redraws when that part changes. The selector returns something that is in the
 * snapshot (`(s) => s.server`) or a primitive, never a new object. Throws before the first snapshot: the shell
 * draws pages only after it.
 */
export function useSnapshot<T>(select: (snapshot: Snapshot) => T): T {
  const { snapshot } = useCorral();
  return useSyncExternalStore(snapshot.subscribe, () => {
    const current = snapshot.get();
    if (current === null) throw new Error('The state has not arrived yet.');
    return select(current);
  });
}
