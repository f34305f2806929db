import { formatDateTime, formatDay } from '../../../../contract/derived/format/format-time.ts';
import type { Alias, ApiKey, KeyScope } from '../../../../contract/keys.ts';

export const scopeWords: Readonly<Record<KeyScope, { readonly name: string; readonly hint: string }>> = {
  inference: { name: 'Inference', hint: 'Chat, completion and embeddings, and the list of models.' },
  full: { name: 'Full', hint: 'Also pull, create, copy and delete models. For devices you trust.' },
};

export function modelsWords(models: ApiKey['models']): string {
  if (models === null) return 'All models';
  return models.length === 1 ? (models[0] ?? '') : `${models.length} models`;
}

export function isExpired({ expiresAt }: Pick<ApiKey, 'expiresAt'>, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/** `Never`, `31 Jan 2027`: the last day on which it works; `Expired`. */
export function expiryWords(key: Pick<ApiKey, 'expiresAt'>, now: number): string {
  if (key.expiresAt === null) return 'Never';
  return isExpired(key, now) ? 'Expired' : formatDay(key.expiresAt - 1, now);
}

const minuteMs = 60_000;

/** `Never`, `Just now`, `2 min ago`, `Today, 14:20`. */
export function lastUsedWords({ lastUsedAt }: Pick<ApiKey, 'lastUsedAt'>, now: number): string {
  if (lastUsedAt === null) return 'Never';
  const minutes = Math.floor((now - lastUsedAt) / minuteMs);
  if (minutes < 1) return 'Just now';
  return minutes < 60 ? `${minutes} min ago` : formatDateTime(lastUsedAt, now);
}

/** What stops working when a key is revoked, and what is lost with it. */
export function revocationWords(key: ApiKey, aliases: readonly Alias[], now: number): string {
  const own = aliases.filter(({ keyId }) => keyId === key.id).length;
  const lost = own > 0 && (own === 1 ? 'Its alias goes with it.' : `Its ${own} aliases go with it.`);
  if (isExpired(key, now)) return sentences('It has expired already, so nothing stops working.', lost);
  const from = key.lastUsedFrom === null ? '' : ` from ${key.lastUsedFrom}`;
  const used =
    key.lastUsedAt === null
      ? 'It has never been used.'
      : `It was last used ${lowerFirst(lastUsedWords(key, now))}${from}.`;
  return sentences(
    'Whatever uses it is refused at once, and answers under way are cut off.',
    used,
    lost,
    'This cannot be undone.',
  );
}

function sentences(...parts: readonly (string | false)[]): string {
  return parts.filter(Boolean).join(' ');
}
function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
