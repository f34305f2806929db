import { z } from 'zod';
import type { LoadedModel } from '../../contract/models.ts';

/** For `keep_alive: -1` Ollama gives a time about 292 years ahead. Anything more than a year away is shown as "never". */
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
    return [{ name, sizeBytes: size, gpuBytes: size_vram, contextLength: context_length ?? null, expiresAt }];
  });
}
