import type { KeyScope, NewKey } from '../../../../contract/keys.ts';
import { expiryTime, type KeyExpiry } from './key-expiry.ts';

/** The sheet for a new key as it is filled in. */
export interface NewKeyDraft {
  readonly name: string;
  readonly scope: KeyScope;
  /** Every model, those that come later too; otherwise the chosen ones. */
  readonly allModels: boolean;
  readonly chosen: readonly string[];
  readonly expiry: KeyExpiry;
  /** `2027-01-31`; counts with the expiry `date` only. */
  readonly date: string;
  readonly cloudAllowed: boolean;
}

export const emptyDraft: NewKeyDraft = {
  name: '',
  scope: 'inference',
  allModels: true,
  chosen: [],
  expiry: 'never',
  date: '',
  cloudAllowed: false,
};

/** Nothing is lost with it. */
export function isEmptyDraft(draft: NewKeyDraft): boolean {
  const { name, scope, allModels, chosen, expiry, date, cloudAllowed } = draft;
  const isPlain = scope === emptyDraft.scope && allModels && expiry === emptyDraft.expiry && !cloudAllowed;
  return isPlain && name.trim() === '' && chosen.length === 0 && date === '';
}

type ReadDraft = { readonly key: NewKey } | { readonly problem: string };

/** What the contract takes. */
const maxModels = 500;

/** The key to be made, or why it can't be yet. */
export function readDraft(
  draft: NewKeyDraft,
  { taken, now }: { readonly taken: readonly string[]; readonly now: number },
): ReadDraft {
  const name = draft.name.trim();
  if (name === '') return { problem: 'Give the key a name first.' };
  if (taken.includes(name)) return { problem: nameTaken };
  if (!draft.allModels && draft.chosen.length === 0) return { problem: 'Choose at least one model, or all.' };
  if (!draft.allModels && draft.chosen.length > maxModels) {
    return { problem: `A key can name ${maxModels} models at most. Choose fewer, or all.` };
  }
  const expiry = expiryTime(draft.expiry, { date: draft.date, now });
  if ('problem' in expiry) return expiry;
  const { scope, cloudAllowed } = draft;
  return {
    key: { name, scope, cloudAllowed, models: draft.allModels ? null : [...draft.chosen], expiresAt: expiry.at },
  };
}

export const nameTaken = 'There is a key with that name already.';
