import { canonicalModelName, type ModelName, modelKey, parseExactName } from '../../../contract/derived/model-name.ts';
import type { KeyGrant } from '../../keys/key-store.ts';
import { CLOUD_NOT_ALLOWED, type GatewayFailure, INVALID_MODEL_NAME, modelNotAllowed } from './gateway-errors.ts';

export interface GatewayModels {
  /** The model that an alias points to for that key; null where the name is no alias. */
  resolve(name: string, keyId: string | null): string | null;
  /** The aliases that a client with that key may use. */
  aliases(keyId: string | null): readonly { readonly name: string; readonly model: string }[];
  /**
   * Whether a model runs on another company's computers (`remote_model`, `remote_host`); null where that isn't known, as while it
   * is being changed. Takes a canonical name.
   */
  isCloud(name: string): Promise<boolean | null> | boolean | null;
  /** Call when a request that may change that model is forwarded, and the returned function when it is over. */
  changing(name: string): (isComplete: boolean) => void;
}

/** A model name or a body that was rejected. */
export interface Rejected {
  readonly allowed: false;
  readonly failure: GatewayFailure;
  /** The canonical name of the requested model; null where there was none. */
  readonly model: string | null;
}

export type ModelResult =
  | {
      readonly allowed: true;
      readonly name: string;
      /** The one spelling under which the server gets it. */
      readonly sent: string;
    }
  | Rejected;

/**
 * Makes the server reject a model that runs elsewhere, at the moment it looks the name up. One older than 0.17.6 rejects the name
 * itself. Source: Ollama's `internal/modelref`.
 */
function forceLocal(name: string): string {
  return `${name}:local`;
}

/** Sent to ollama.com whatever is installed here. A name that only looks like one counts as one. */
function isCloudName({ model, tag }: ModelName): boolean {
  return tag.toLowerCase() === 'cloud' || [model, tag].some((part) => part.toLowerCase().endsWith('-cloud'));
}

const LOCAL_SUFFIX = /:local$/i;

/**
 * `:local` behind a name only says where to look for the model. It is rejected where models are managed, since the server removes
 * it for some requests and takes it for a tag in others.
 */
function parseName(text: string, isUse: boolean): ModelName | null {
  const plain = text.trim();
  if (!LOCAL_SUFFIX.test(plain)) return parseExactName(plain);
  const withoutSuffix = plain.replace(LOCAL_SUFFIX, '');
  const name = isUse && !LOCAL_SUFFIX.test(withoutSuffix) ? parseExactName(withoutSuffix) : null;
  return name && !isCloudName(name) ? name : null;
}

export interface ModelPolicy {
  /** Whether the key's list of models contains that name. */
  isListed(name: string): boolean;
  /**
   * Whether the key may name a model, to use it (`isUse`, where aliases count) or to manage it. A promise only where that isn't known
   * at once.
   */
  check(text: string, use: { readonly isUse: boolean }): ModelResult | Promise<ModelResult>;
}

/** Checks every model name in the requests of one key. */
export function createModelPolicy(models: GatewayModels, grant: KeyGrant): ModelPolicy {
  const listed = grant.models && new Set(grant.models.map(modelKey));
  const isListed = (name: string): boolean => listed === null || listed.has(modelKey(name));
  return {
    isListed,
    check(text, { isUse }) {
      const target = isUse ? (models.resolve(text.trim(), grant.id) ?? text) : text;
      const parsed = parseName(target, isUse);
      if (!parsed) return { allowed: false, failure: INVALID_MODEL_NAME, model: null };
      const name = canonicalModelName(parsed);
      if (!isListed(name)) return { allowed: false, failure: modelNotAllowed(name), model: name };
      if (grant.cloudAllowed) return { allowed: true, name, sent: name };
      const decide = (isCloud: boolean | null): ModelResult => {
        if (isCloud) return { allowed: false, failure: CLOUD_NOT_ALLOWED, model: name };
        return { allowed: true, name, sent: isCloud === null && isUse ? forceLocal(name) : name };
      };
      const isCloud = isCloudName(parsed) || models.isCloud(name);
      return isCloud instanceof Promise ? isCloud.then(decide) : decide(isCloud);
    },
  };
}
