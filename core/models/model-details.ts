import { z } from 'zod';
import type { ModelDetails } from '../../contract/models.ts';
import { knownNumber } from './known-values.ts';

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
    // A model's file without an architecture has the fields of one all the same.
    const key =
      typeof architecture === 'string' && architecture !== ''
        ? `${architecture}.${field}`
        : Object.keys(info).find((name) => name.endsWith(`.${field}`));
    const value = key === undefined ? null : info[key];
    return knownNumber.parse(value);
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
