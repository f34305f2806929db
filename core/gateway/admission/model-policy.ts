import { canonicalModelName, type ModelName, modelKey, parseModelName } from '../../../contract/derived/model-name.ts';
import type { KeyGrant } from '../../keys/key-store.ts';
import { badRequest, type GatewayFailure } from '../gateway-error.ts';

export interface GatewayModels {
  /** The model that a name stands for with that key; the name itself, or null, where it is no alias. */
  resolve(name: string, keyId: string | null): string | null;
  /** The names that stand for models with that key, and the models. */
  aliases(keyId: string | null): readonly { readonly name: string; readonly model: string }[];
  /**
   * Whether a model runs on another company's computers (`remote_model`, `remote_host`); null where that isn't known, as while it
   * is being changed. Takes a canonical name.
   */
  isCloud(name: string): Promise<boolean | null> | boolean | null;
  /** A request that may change what that name stands for goes on to the server; to be told when it is over, and if to its end. */
  changing(name: string): (wasHeard: boolean) => void;
}

export interface Refused {
  readonly allowed: false;
  readonly failure: GatewayFailure;
  /** Under its canonical name, where one was asked for. */
  readonly model: string | null;
}

export type ModelVerdict =
  | {
      readonly allowed: true;
      readonly name: string;
      /** The one spelling under which the server gets it. */
      readonly sent: string;
    }
  | Refused;

export const NO_MODEL = badRequest('model is required');
const BAD_NAME = badRequest('invalid model name');
function notInList(name: string): GatewayFailure {
  return {
    status: 403,
    type: 'model_not_allowed',
    message: `This API key may not use ${name}.`,
  };
}
export const CLOUD_REFUSED: GatewayFailure = {
  status: 403,
  type: 'cloud_not_allowed',
  message:
    'This API key may not use cloud models, which run on other computers and spend this Mac’s owner’s quota there.',
};
export const WEB_SEARCH_REFUSED: GatewayFailure = {
  ...CLOUD_REFUSED,
  message:
    'This API key may not search the web, which the server does on ollama.com, at the expense of this Mac’s owner. Turn web search off in the client.',
};

/**
 * Has the server refuse what runs elsewhere, at the moment it looks; one older than 0.17.6 takes it for no name at all, and refuses
 * that. Source: Ollama's `internal/modelref`.
 */
function forceLocal(name: string): string {
  return `${name}:local`;
}

/** Sent to ollama.com whatever is installed here. Names that merely look so are taken for it too. */
function isCloudName({ model, tag }: ModelName): boolean {
  return tag.toLowerCase() === 'cloud' || [model, tag].some((part) => part.toLowerCase().endsWith('-cloud'));
}

const SOURCE = /:local$/i;

/**
 * `:local` behind a name only says where a model is to be looked for. Where models are managed it isn't taken: the server takes
 * it off for some requests, and for a tag in others.
 */
function parseName(text: string, uses: boolean): ModelName | null {
  const plain = text.trim();
  if (!SOURCE.test(plain)) return parseModelName(plain);
  const here = plain.replace(SOURCE, '');
  const name = uses && !SOURCE.test(here) ? parseModelName(here) : null;
  return name && !isCloudName(name) ? name : null;
}

/** Judges each name that requests of one key bring along. */
export function createModelPolicy(models: GatewayModels, grant: KeyGrant) {
  const listed = grant.models && new Set(grant.models.map(modelKey));
  const mayUse = (name: string): boolean => listed === null || listed.has(modelKey(name));
  return {
    mayUse,
    /** Whether the key may name it: to use it, and then aliases count, or else to manage it. */
    async judge(text: string, { uses }: { readonly uses: boolean }): Promise<ModelVerdict> {
      const meant = uses ? (models.resolve(text.trim(), grant.id) ?? text) : text;
      const parsed = parseName(meant, uses);
      if (!parsed) return { allowed: false, failure: BAD_NAME, model: null };
      const name = canonicalModelName(parsed);
      if (!mayUse(name)) return { allowed: false, failure: notInList(name), model: name };
      if (grant.cloudAllowed) return { allowed: true, name, sent: name };
      const cloud = isCloudName(parsed) || (await models.isCloud(name));
      if (cloud) return { allowed: false, failure: CLOUD_REFUSED, model: name };
      return { allowed: true, name, sent: cloud === null && uses ? forceLocal(name) : name };
    },
  };
}

export type ModelPolicy = ReturnType<typeof createModelPolicy>;
