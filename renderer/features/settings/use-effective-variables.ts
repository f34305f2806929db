import { useEffect, useState } from 'react';
import type { EffectiveVariable } from '../../../contract/settings.ts';
import { useClient } from '../../client/corral-context.ts';
import { errorMessage } from '../../client/error-message.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';

export interface EffectiveVariables {
  /** Null until they have come. */
  readonly variables: readonly EffectiveVariable[] | null;
  readonly problem: string | null;
}

/** What the server gets, asked for again when the settings or the server change. */
export function useEffectiveVariables(): EffectiveVariables {
  const client = useClient();
  const settings = useSnapshot((s) => s.settings);
  const actual = useSnapshot((s) => s.server.actual);
  const [state, setState] = useState<EffectiveVariables>({ variables: null, problem: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are what the answer depends on
  useEffect(() => {
    let over = false;
    const ask = async (): Promise<void> => {
      try {
        const variables = await client.settings.effective();
        if (!over) setState({ variables, problem: null });
      } catch (error) {
        if (!over) setState(({ variables }) => ({ variables, problem: errorMessage(error) }));
      }
    };
    void ask();
    return () => {
      over = true;
    };
  }, [client, settings, actual]);
  return state;
}
