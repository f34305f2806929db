import { z } from 'zod';
import type { LoadedModel } from '../../contract/models.ts';
import { knownNumber, knownTime, numberOrZero } from './known-values.ts';

/** For `keep_alive: -1` Ollama gives a time about 292 years ahead. Anything more than a year away is shown as "never". */
const NEVER_MS = 365 * 24 * 60 * 60 * 1000;

const Loaded = z.object({
  name: z.string().min(1),
  size: numberOrZero,
  size_vram: numberOrZero,
  context_length: knownNumber,
  expires_at: z.unknown().optional(),
});

const Ps = z.object({ models: z.array(z.unknown()).nullish() });

/** Null for never; undefined where Ollama doesn't know it yet, as while a model is being loaded. */
function expiry(value: unknown, now: number): number | null | undefined {
  const at = knownTime(value) ?? undefined;
  return at !== undefined && at - now > NEVER_MS ? null : at;
}

/**
 * The loaded models in a response of `/api/ps`. `now` is milliseconds since the epoch.
 * @throws ZodError when it isn't such a response
 */
export function loadedModels(body: unknown, now: number): LoadedModel[] {
  return (Ps.parse(body).models ?? []).flatMap((entry) => {
    const loaded = Loaded.safeParse(entry);
    if (!loaded.success) return [];
    const { name, size, size_vram, context_length, expires_at } = loaded.data;
    const expiresAt = expiry(expires_at, now);
    const known = expiresAt === undefined ? {} : { expiresAt };
    return [{ name, sizeBytes: size, gpuBytes: size_vram, contextLength: context_length, ...known }];
  });
}
