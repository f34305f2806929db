import { z } from 'zod';
import type { ModelDetails } from '../../contract/models.ts';

const text = z.string().min(1).nullish().catch(null);

const Show = z.object({
  template: text,
  parameters: text,
  modelfile: text,
  license: text,
  capabilities: z.array(z.string()).nullish().catch(null),
  model_info: z.record(z.string(), z.unknown()).nullish().catch(null),
});

/**
 * What a response of `/api/show` says about the model `name`.
 * @throws ZodError when it isn't such a response
 */
export function modelDetails(name: string, body: unknown): ModelDetails {
  const show = Show.parse(body);
  const info = show.model_info ?? {};
  const architecture = info['general.architecture'];
  const length = (field: string): number | null => {
    const value = typeof architecture === 'string' ? info[`${architecture}.${field}`] : null;
    return typeof value === 'number' ? value : null;
  };
  return {
    name,
    template: show.template ?? null,
    parameters: show.parameters ?? null,
    modelfile: show.modelfile ?? null,
    license: show.license ?? null,
    capabilities: show.capabilities ?? [],
    contextLength: length('context_length'),
    embeddingLength: length('embedding_length'),
  };
}
