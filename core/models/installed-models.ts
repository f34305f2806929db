import { z } from 'zod';
import type { InstalledModel } from '../../contract/models.ts';

const text = z.string().min(1).nullable().catch(null);
const number = z.number().positive().nullable().catch(null);

/** `/api/tags` as far as it is used. Fields that are missing, null or of another type in some version don't cost the model. */
const Tag = z.object({
  name: z.string().min(1),
  digest: z.string().catch(''),
  size: z.number().catch(0),
  modified_at: z.string().catch(''),
  details: z
    .object({
      family: text,
      parameter_size: text,
      quantization_level: text,
      context_length: number,
      embedding_length: number,
    })
    .partial()
    .nullish()
    .catch(null),
  capabilities: z.array(z.string()).nullish().catch(null),
  remote_host: text.optional(),
  remote_model: text.optional(),
});

/** Where a stub leads that doesn't say. Source: the default of Ollama's `remote_host`. */
const CLOUD_HOST = 'https://ollama.com:443';

const Tags = z.object({ models: z.array(z.unknown()).nullish() });

function toModel(tag: z.infer<typeof Tag>): InstalledModel {
  return {
    name: tag.name,
    digest: tag.digest,
    sizeBytes: tag.size,
    modifiedAt: Date.parse(tag.modified_at) || 0,
    family: tag.details?.family ?? null,
    parameterSize: tag.details?.parameter_size ?? null,
    quantization: tag.details?.quantization_level ?? null,
    contextLength: tag.details?.context_length ?? null,
    embeddingLength: tag.details?.embedding_length ?? null,
    capabilities: tag.capabilities ?? [],
    remoteHost: tag.remote_host ?? (tag.remote_model ? CLOUD_HOST : null),
  };
}

/** The installed models of an answer of `/api/tags`; one that has no name is left out. Throws where it is no such answer. */
export function installedModels(body: unknown): InstalledModel[] {
  return (Tags.parse(body).models ?? []).flatMap((entry) => {
    const tag = Tag.safeParse(entry);
    return tag.success ? [toModel(tag.data)] : [];
  });
}
