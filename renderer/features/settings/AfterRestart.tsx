import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Tag } from '../../components/Tag.tsx';

/** Marks a changed setting that takes effect when the server restarts. */
export function AfterRestart({ field }: { readonly field: string }) {
  const isPending = useSnapshot((s) => s.restartNeeded.includes(field));
  return isPending ? <Tag tone="strong">{settingsText('afterRestart')}</Tag> : null;
}
