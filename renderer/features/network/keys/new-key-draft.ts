import { keysText } from '../../../../contract/derived/catalog/en/keys.ts';
import { MAX_KEY_MODELS } from '../../../../contract/derived/limits.ts';
import type { KeyScope, NewKey } from '../../../../contract/keys.ts';
import { expiryTime, type KeyExpiry } from './key-expiry.ts';

/** The form for a new key as it is filled in. */
export interface NewKeyDraft {
  readonly name: string;
  readonly scope: KeyScope;
  /** Every model, including those pulled later; otherwise the selected ones. */
  readonly allModels: boolean;
  readonly selected: readonly string[];
  readonly expiry: KeyExpiry;
  /** `2027-01-31`; used only with the expiry `date`. */
  readonly date: string;
  readonly cloudAllowed: boolean;
}

export const emptyDraft: NewKeyDraft = {
  name: '',
  scope: 'inference',
  allModels: true,
  selected: [],
  expiry: 'never',
  date: '',
  cloudAllowed: false,
};

/** Whether closing the form loses nothing. */
export function isEmptyDraft(draft: NewKeyDraft): boolean {
  const { name, scope, allModels, selected, expiry, date, cloudAllowed } = draft;
  const hasDefaults = scope === emptyDraft.scope && allModels && expiry === emptyDraft.expiry && !cloudAllowed;
  return hasDefaults && name.trim() === '' && selected.length === 0 && date === '';
}

type ReadDraft = { readonly key: NewKey } | { readonly problem: string };

/** The key to create, or why it can't be created yet. */
export function readDraft(
  draft: NewKeyDraft,
  { taken, now }: { readonly taken: readonly string[]; readonly now: number },
): ReadDraft {
  const { scope, allModels, selected, cloudAllowed } = draft;
  const name = draft.name.trim();
  if (name === '') return { problem: keysText('form.missingName') };
  if (taken.includes(name)) return { problem: keysText('form.nameTaken') };
  if (!allModels && selected.length === 0) return { problem: keysText('form.missingModels') };
  if (!allModels && selected.length > MAX_KEY_MODELS) {
    return { problem: keysText('form.tooManyModels', { max: MAX_KEY_MODELS }) };
  }
  const expiry = expiryTime(draft.expiry, { date: draft.date, now });
  if ('problem' in expiry) return expiry;
  return { key: { name, scope, cloudAllowed, models: allModels ? null : [...selected], expiresAt: expiry.at } };
}
