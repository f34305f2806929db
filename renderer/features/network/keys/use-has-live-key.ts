import { useSnapshot } from '../../../client/use-snapshot.ts';
import { useNow } from '../../../components/use-now.ts';
import { isExpired } from './key-text.ts';

/** Whether at least one key hasn't expired. */
export function useHasLiveKey(): boolean {
  const keys = useSnapshot((s) => s.keys);
  const now = useNow(30_000);
  return keys.some((key) => !isExpired(key, now));
}
