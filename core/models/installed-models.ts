import { z } from 'zod';
import type { InstalledModel } from '../../contract/models.ts';
import { knownNumber, knownText, knownTime, numberOrZero } from './known-values.ts';

const list = z.array(z.string()).nullish().catch(null);
const remote = z.string().min(1).nullish().catch(null);

/** The fields of `/api/tags` that are used. A model stays on the list when one of them is missing, null or of another type. */
const Tag = z.object({
  name: z.string().min(1),
  digest: z.string().catch(''),
  size: numberOrZero,
  modified_at: z
    .unknown()
    .optional()
    .transform((value) => knownTime(value) ?? 0),
  details: z
    .object({
      family: knownText,
      families: list,
      parameter_size: knownText,
      quantization_level: knownText,
      context_length: knownNumber,
      embedding_length: knownNumber,
    })
    .partial()
    .nullish()
    .catch(null),
  capabilities: list,
  remote_host: remote,
  remote_model: remote,
});

/** The host of a cloud model that names none: Ollama's default for `remote_host`. */
const CLOUD_HOST = 'https://ollama.com:443';

const Tags = z.object({ models: z.array(z.unknown()).nullish() });

function toModel(tag: z.infer<typeof Tag>): InstalledModel {
  return {
    name: tag.name,
    digest: tag.digest,
    sizeBytes: tag.size,
    modifiedAt: tag.modified_at,
    family: tag.details?.family ?? knownText.parse(tag.details?.families?.[0]),
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
