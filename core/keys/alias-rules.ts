import { modelKey } from '../../contract/derived/model-name.ts';
import type { Alias, AliasId } from '../../contract/keys.ts';

export interface AliasRules {
  /**
   * The model that a name points to for a client with that key; null where the name is no alias. A key's own alias wins over
   * one for all keys. Aliases aren't followed any further.
   */
  resolve(name: string, keyId: string | null): string | null;
  /** The aliases that a client with that key can use. */
  aliases(keyId: string | null): readonly Pick<Alias, 'name' | 'model'>[];
}

/** Equal for two spellings of one name, for the same key. */
export function aliasKey({ name, keyId }: AliasId): string {
  return JSON.stringify([keyId, modelKey(name)]);
}

/** What the aliases mean for a client, as they are at each call. */
export function createAliasRules(aliases: () => readonly Alias[]): AliasRules {
  let of: readonly Alias[] = [];
  let byKey = new Map<string, Alias>();
  const find = (id: AliasId): Alias | undefined => {
    const list = aliases();
    if (list !== of) {
      of = list;
      byKey = new Map(list.map((alias) => [aliasKey(alias), alias]));
    }
    return byKey.get(aliasKey(id));
  };
  return {
    resolve(name, keyId) {
      // Called for each request, and most people have no aliases.
      if (aliases().length === 0) return null;
      const ofKey = keyId === null ? undefined : find({ name, keyId });
      return (ofKey ?? find({ name, keyId: null }))?.model ?? null;
    },
    aliases: (keyId) =>
      aliases().filter(
        (alias) => alias.keyId === keyId || (alias.keyId === null && !find({ name: alias.name, keyId })),
      ),
  };
}
