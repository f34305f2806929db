import { z } from 'zod';
import type { InstalledModel } from '../../contract/models.ts';

const text = z.string().min(1).nullable().catch(null);
const number = z.number().positive().nullable().catch(null);

/** The fields of `/api/tags` that are used. A model stays on the list when one of them is missing, null or of another type. */
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

/** The host of a cloud model that names none: Ollama's default for `remote_host`. */
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

/**
 * The installed models in a response of `/api/tags`; one without a name is left out.
 * @throws ZodError when it isn't such a response
 */
export function installedModels(body: unknown): InstalledModel[] {
  return (Tags.parse(body).models ?? []).flatMap((entry) => {
    const tag = Tag.safeParse(entry);
    return tag.success ? [toModel(tag.data)] : [];
  });
}
