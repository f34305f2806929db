import { z } from 'zod';
import { MAX_ALIAS_LENGTH, MAX_KEY_MODELS, MAX_KEY_NAME_LENGTH, MAX_MODEL_NAME_LENGTH } from './derived/limits.ts';

const Time = z.number();

/** What a key permits: inference only, or also pulling, creating and deleting models. */
export const KeyScope = z.enum(['inference', 'full']);
export type KeyScope = z.infer<typeof KeyScope>;

const KeyName = z.string().trim().min(1).max(MAX_KEY_NAME_LENGTH);
/** Canonical model names; null for every model. */
const KeyModels = z.array(z.string().trim().min(1).max(MAX_MODEL_NAME_LENGTH)).min(1).max(MAX_KEY_MODELS).nullable();

/** A key as it is shown: only the first characters of its secret are stored. */
export const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  /** The first characters of the secret, to recognize it by: `corral-a1b2`. */
  prefix: z.string(),
  scope: KeyScope,
  models: KeyModels,
  /** Whether it permits models that run at another company and use the owner's quota there. */
  cloudAllowed: z.boolean(),
  createdAt: Time,
  expiresAt: Time.nullable(),
  lastUsedAt: Time.nullable(),
  /** The address of the client that used it last. */
  lastUsedFrom: z.string().nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** What a person decides about a new key. */
export const NewKey = z.object({
  name: KeyName,
  scope: KeyScope,
  models: KeyModels,
  cloudAllowed: z.boolean(),
  expiresAt: Time.nullable(),
});
export type NewKey = z.infer<typeof NewKey>;

/** A name that clients with a key can use for an installed model, such as `gpt-4o-mini` for `qwen2.5:7b`. */
export const Alias = z.object({
  name: z.string().trim().min(1).max(MAX_ALIAS_LENGTH),
  model: z.string().trim().min(1).max(MAX_MODEL_NAME_LENGTH),
  /** Only for clients with this key; null for all keys. */
  keyId: z.string().nullable(),
});
export type Alias = z.infer<typeof Alias>;

/** The secret is shown only once and can't be retrieved later. */
export const CreatedKey = z.object({ id: z.string(), secret: z.string() });

/** `confirmed`: the person agreed to hide an installed model with that name. */
export const NewAlias = Alias.extend({ confirmed: z.boolean().default(false) });
export type NewAlias = z.infer<typeof NewAlias>;

/** A name is unique among the aliases for all keys, and among those of each key. */
export const AliasId = Alias.pick({ name: true, keyId: true });
export type AliasId = z.infer<typeof AliasId>;
