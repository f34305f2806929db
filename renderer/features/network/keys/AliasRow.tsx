import { ArrowRight, X } from 'lucide-react';
import type { Alias } from '../../../../contract/keys.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { Select } from '../../../components/Select.tsx';
import { aliasTargets } from './alias-targets.ts';

export interface AliasRowProps {
  readonly alias: Alias;
  /** The key it is for; null for all of them. */
  readonly keyName: string | null;
  readonly onModel: (model: string) => void;
  readonly onRemove: () => void;
}

/** A name, the model it stands for, and for whom. */
export function AliasRow({ alias, keyName, onModel, onRemove }: AliasRowProps) {
  const models = useSnapshot((s) => s.models);
  const { name, model } = alias;
  const who = keyName ?? 'All keys';
  const shown = keyName === null ? name : `${name} for ${keyName}`;
  return (
    <li className="alias">
      <code className="clip" title={name}>
        {name}
      </code>
      <ArrowRight className="icon s13" />
      <Select
        size="small"
        label={`Model for ${shown}`}
        value={model}
        options={aliasTargets(models, model)}
        onChange={onModel}
      />
      <span className="secondary clip" title={who}>
        {who}
      </span>
      <IconButton icon={X} size="small" label={`Remove alias ${shown}`} onClick={onRemove} />
    </li>
  );
}
