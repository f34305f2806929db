import { z } from 'zod';
import type { LoadedModel } from '../../contract/models.ts';

/** `keep_alive: -1` is answered with a time some 292 years ahead. Anything past a year is "never" to a person. */
const NEVER_MS = 365 * 24 * 60 * 60 * 1000;

const Loaded = z.object({
  name: z.string().min(1),
  size: z.number().catch(0),
  size_vram: z.number().catch(0),
  context_length: z.number().positive().nullish().catch(null),
  expires_at: z.string().catch(''),
});

const Ps = z.object({ models: z.array(z.unknown()).nullish() });

function expiry(text: string, now: number): number | null {
  const at = Date.parse(text);
  return Number.isNaN(at) || at - now > NEVER_MS ? null : at;
}

/** The loaded models of an answer of `/api/ps`. `now` is milliseconds since the epoch. Throws where it is no such answer. */
export function loadedModels(body: unknown, now: number): LoadedModel[] {
  return (Ps.parse(body).models ?? []).flatMap((entry) => {
    const loaded = Loaded.safeParse(entry);
    if (!loaded.success) return [];
    const { name, size, size_vram, context_length, expires_at } = loaded.data;
    const expiresAt = expiry(expires_at, now);
    return [{ name, sizeBytes: size, gpuBytes: size_vram, contextLength: context_length ?? null, expiresAt }];
  });
}
