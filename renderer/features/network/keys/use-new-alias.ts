import { useState } from 'react';
import { keysText } from '../../../../contract/derived/catalog/en/keys.ts';
import { modelKey } from '../../../../contract/derived/model-name.ts';
import { plainText } from '../../../../contract/derived/plain-text.ts';
import type { Alias } from '../../../../contract/keys.ts';
import type { ModelsSlice } from '../../../../contract/models.ts';
import { useClient } from '../../../client/corral-context.ts';
import { useAction } from '../../../client/use-action.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import type { CallFailureProps } from './CallFailure.tsx';
import { emptyModelsText } from './model-options.ts';

/** The option for all keys. An id can't have this value. */
export const ALL_KEYS = 'all';
/** Errors of the name rather than of the call. */
const NAME_ERRORS: ReadonlySet<string> = new Set(['INVALID_NAME', 'ALIAS_OF_ITSELF']);

/** The form for a new alias: what is filled in, and the call that stores it. */
export interface NewAliasForm {
  readonly name: string;
  readonly setName: (name: string) => void;
  readonly model: string | null;
  readonly setModel: (model: string) => void;
  /** The key that can use it; null for all keys. */
  readonly keyId: string | null;
  readonly setKey: (key: string) => void;
  /** The alias that would be replaced. */
  readonly current: Alias | undefined;
  /** Why it can't be stored yet; null when it can. */
  readonly problem: string | null;
  readonly pending: boolean;
  /** What is wrong with the name; null while nothing is. */
  readonly nameProblem: string | null;
  /** Why it could not be stored, for another reason. */
  readonly failure: CallFailureProps['failure'];
  /** `confirmed`: although it hides an installed model. */
  readonly store: (confirmed: boolean) => void;
  /** The installed model that the alias would hide, while that has to be confirmed. */
  readonly hiddenModel: string | null;
  readonly decline: () => void;
}

export function useNewAlias(): NewAliasForm {
  const client = useClient();
  const models = useSnapshot((s) => s.models);
  const keys = useSnapshot((s) => s.keys);
  const aliases = useSnapshot((s) => s.aliases);
  const [name, setName] = useState('');
  const [chosenModel, setChosenModel] = useState<string | null>(null);
  const [chosenKey, setKey] = useState(ALL_KEYS);
  const [hiddenModel, setHiddenModel] = useState<string | null>(null);
  const set = useAction(client.aliases.set, {
    onDone: () => {
      setName('');
      setChosenModel(null);
    },
    onFailure: ({ expected }) => {
      if (expected?.code === 'ALIAS_HIDES_MODEL') setHiddenModel(expected.data.name);
    },
  });
  // A model or a key may have been removed since it was chosen.
  const model = models.installed.some((one) => one.name === chosenModel) ? chosenModel : null;
  const keyId = keys.some(({ id }) => id === chosenKey) ? chosenKey : null;
  const alias = plainText(name).trim();
  const current = aliases.find((other) => other.keyId === keyId && modelKey(other.name) === modelKey(alias));
  const isOfName = set.failure !== null && NAME_ERRORS.has(set.failure.expected?.code ?? '');
  const problem = aliasProblem({ alias, model, current, models });
  return {
    name,
    setName: (value) => {
      setName(value);
      set.clear();
    },
    model,
    setModel: (value) => {
      setChosenModel(value);
      set.clear();
    },
    keyId,
    setKey: (key) => {
      setKey(key);
      set.clear();
    },
    current,
    problem,
    pending: set.pending,
    nameProblem: isOfName ? set.failure.message : null,
    failure: hiddenModel === null && !isOfName ? set.failure : null,
    store: (confirmed) => {
      if (problem === null && model !== null) set.run({ name: alias, model, keyId, confirmed });
    },
    hiddenModel,
    decline: () => {
      setHiddenModel(null);
      set.clear();
    },
  };
}

interface AliasDraft {
  readonly alias: string;
  readonly model: string | null;
  readonly current: Alias | undefined;
  readonly models: Pick<ModelsSlice, 'installed' | 'known'>;
}

/** Why the alias can't be stored yet; null when it can. */
function aliasProblem({ alias, model, current, models }: AliasDraft): string | null {
  if (models.installed.length === 0) return emptyModelsText(models);
  if (alias === '') return keysText('newAlias.missingName');
  if (model === null) return keysText('newAlias.missingModel');
  return model === current?.model ? keysText('newAlias.unchanged') : null;
}
