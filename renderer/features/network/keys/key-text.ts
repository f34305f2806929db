import { keysText } from '../../../../contract/derived/catalog/en/keys.ts';
import { formatClockAndDay, formatDateTime, formatDay } from '../../../../contract/derived/format/format-time.ts';
import type { Alias, ApiKey } from '../../../../contract/keys.ts';

const MINUTE_MS = 60_000;

/** `All models`, `qwen3:8b`, `3 models`. */
export function modelsLabel(models: ApiKey['models']): string {
  if (models === null) return keysText('key.allModels');
  return models.length === 1 ? (models[0] ?? '') : keysText('key.models', { count: models.length });
}

export function isExpired({ expiresAt }: Pick<ApiKey, 'expiresAt'>, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/** `Never`, `Expired`, or the last day on which the key works: `Jan 31, 2027`. */
export function expiryLabel(key: Pick<ApiKey, 'expiresAt'>, now: number): string {
  if (key.expiresAt === null) return keysText('key.never');
  return isExpired(key, now) ? keysText('key.expired') : formatDay(key.expiresAt - 1, now);
}

/** `Never`, `Just now`, `2 min ago`, `Today, 14:20`. */
export function lastUsedLabel({ lastUsedAt }: Pick<ApiKey, 'lastUsedAt'>, now: number): string {
  if (lastUsedAt === null) return keysText('key.never');
  const count = minutesSince(lastUsedAt, now);
  if (count < 1) return keysText('key.justNow');
  return count < 60 ? keysText('key.minutesAgo', { count }) : formatDateTime(lastUsedAt, now);
}

/** What stops working when a key is revoked, and what is deleted with it. */
export function revocationText(key: ApiKey, aliases: readonly Alias[], now: number): string {
  const count = aliases.filter(({ keyId }) => keyId === key.id).length;
  const deleted = count > 0 ? [keysText('revoke.aliases', { count })] : [];
  const sentences = isExpired(key, now)
    ? [keysText('revoke.expired'), ...deleted]
    : [keysText('revoke.consequence'), lastUseText(key, now), ...deleted, keysText('revoke.final')];
  return sentences.join(' ');
}

function lastUseText({ lastUsedAt, lastUsedFrom }: ApiKey, now: number): string {
  if (lastUsedAt === null) return keysText('revoke.neverUsed');
  const address = lastUsedFrom ?? 'none';
  const count = minutesSince(lastUsedAt, now);
  if (count < 1) return keysText('revoke.usedJustNow', { address });
  return count < 60
    ? keysText('revoke.usedMinutesAgo', { count, address })
    : keysText('revoke.usedAt', { time: formatClockAndDay(lastUsedAt, now), address });
}

function minutesSince(at: number, now: number): number {
  return Math.floor((now - at) / MINUTE_MS);
}
