import { z } from 'zod';

const Time = z.number();

/** An installed model, from `/api/tags`. Sizes are bytes. A size, and a time, of 0 isn't known. */
export const InstalledModel = z.object({
  name: z.string(),
  digest: z.string(),
  sizeBytes: z.number(),
  modifiedAt: Time,
  family: z.string().nullable(),
  /** As Ollama formats it, such as `8.2B`. */
  parameterSize: z.string().nullable(),
  quantization: z.string().nullable(),
  contextLength: z.number().nullable(),
  embeddingLength: z.number().nullable(),
  /** `completion`, `embedding`, `vision`, `tools`, `thinking`, … as Ollama lists them. */
  capabilities: z.array(z.string()),
  /** Set if the model runs on another host and only a stub is installed. */
  remoteHost: z.string().nullable(),
});
export type InstalledModel = z.infer<typeof InstalledModel>;

/** A model that a runner holds in memory, from `/api/ps`. A size of 0 isn't known. */
export const LoadedModel = z.object({
  name: z.string(),
  sizeBytes: z.number(),
  /** The part in GPU memory. */
  gpuBytes: z.number(),
  contextLength: z.number().nullable(),
  /** When it will be unloaded; null for never; missing where that isn't known. */
  expiresAt: Time.nullable().optional(),
});
export type LoadedModel = z.infer<typeof LoadedModel>;

export const ModelsSlice = z.object({
  installed: z.array(InstalledModel),
  loaded: z.array(LoadedModel),
  /** Models that are being loaded. */
  loading: z.array(z.string()),
  /** Whether `installed` was read from the server since it last started. */
  known: z.boolean(),
  /** The volume of the models folder. */
  disk: z.object({ folder: z.string(), freeBytes: z.number(), totalBytes: z.number() }).nullable(),
});
export type ModelsSlice = z.infer<typeof ModelsSlice>;

/** What `/api/show` returns about a model. */
export const ModelDetails = z.object({
  name: z.string(),
  template: z.string().nullable(),
  parameters: z.string().nullable(),
  modelfile: z.string().nullable(),
  license: z.string().nullable(),
  capabilities: z.array(z.string()),
  contextLength: z.number().nullable(),
  embeddingLength: z.number().nullable(),
});
export type ModelDetails = z.infer<typeof ModelDetails>;

/** Values are stored in `pulls.json`; what happened exactly is in the message. */
const PullFailureKind = z.enum([
  // The registry's
  ...(['unknownModel', 'registryUnreachable', 'registryRejected'] as const),
  // The disk's
  ...(['diskFull', 'diskError', 'diskReadOnly', 'permissionDenied', 'folderUnavailable', 'fileRefused'] as const),
  // The model's
  ...(['ollamaTooOld', 'unsupportedModel', 'damagedDownload'] as const),
  // The server's
  ...(['tooManyFiles', 'canceled', 'interrupted', 'other'] as const),
]);

export const PullFailure = z.object({
  kind: PullFailureKind,
  /** What happened and what to do. */
  message: z.string(),
});
export type PullFailure = z.infer<typeof PullFailure>;

/** A model download. It is removed from the list when it is complete or canceled. */
export const Pull = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['running', 'paused', 'failed']),
  /** What Ollama is doing, such as `pulling manifest`. */
  phase: z.string(),
  completedBytes: z.number(),
  /** The sum of the layers known so far; null before the first. */
  totalBytes: z.number().nullable(),
  bytesPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  failure: PullFailure.nullable(),
  startedAt: Time,
});
export type Pull = z.infer<typeof Pull>;
