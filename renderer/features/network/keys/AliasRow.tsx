import { ArrowRight, X } from 'lucide-react';
import { keysText } from '../../../../contract/derived/catalog/en/keys.ts';
import type { Alias } from '../../../../contract/keys.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { Select } from '../../../components/Select.tsx';
import { modelOptions } from './model-options.ts';

export interface AliasRowProps {
  readonly alias: Alias;
  /** The key that can use it; null for all keys. */
  readonly keyName: string | null;
  readonly onModel: (model: string) => void;
  readonly onRemove: () => void;
}

/** An alias, the model it points to, and the keys that can use it. */
export function AliasRow({ alias: { name, model }, keyName, onModel, onRemove }: AliasRowProps) {
  const models = useSnapshot((s) => s.models);
  const usableBy = keyName ?? keysText('alias.allKeys');
  const alias = keyName === null ? name : keysText('alias.forKey', { alias: name, key: keyName });
  return (
    <li className="alias">
      <code className="clip" title={name}>
        {name}
      </code>
      <ArrowRight className="icon s13" />
      <Select
        size="small"
        label={keysText('alias.model', { alias })}
        value={model}
        options={modelOptions(models, model)}
        onChange={onModel}
      />
      <span className="secondary clip" title={usableBy}>
        {usableBy}
      </span>
      <IconButton icon={X} size="small" label={keysText('alias.remove', { alias })} onClick={onRemove} />
    </li>
  );
}
