import type { KeyGrant } from '../keys/key-store.ts';
import { canonicalModelName, type ModelName, modelKey, parseModelName } from '../models/model-name.ts';
import { badRequest, type GatewayFailure } from './gateway-error.ts';

export interface GatewayModels {
  /** The model that a name stands for with that key; the name itself, or null, where it is no alias. */
  resolve(name: string, keyId: string | null): string | null;
  /** The names that stand for models with that key, and the models. */
  aliases(keyId: string | null): readonly { readonly name: string; readonly model: string }[];
  /** Whether that installed model runs on another company's computers (`remote_model`, `remote_host`). Takes a canonical name. */
  isCloud(name: string): Promise<boolean> | boolean;
}

export type ModelVerdict =
  | { readonly allowed: true; readonly name: string }
  | { readonly allowed: false; readonly failure: GatewayFailure };

export const NO_MODEL = badRequest('model is required');
const BAD_NAME = badRequest('invalid model name');
const notInList = (name: string): GatewayFailure => ({
  ...{ status: 403, type: 'model_not_allowed', message: `This API key may not use ${name}.` },
});
export const CLOUD_REFUSED: GatewayFailure = {
  status: 403,
  type: 'cloud_not_allowed',
  message:
    'This API key may not use cloud models, which run on other computers and spend this Mac’s owner’s quota there.',
};

/** `:local` only says where a model is to be looked for; the server takes it off. Source: Ollama's `internal/modelref`. */
const withoutSource = (name: ModelName): ModelName =>
  name.tag.toLowerCase() === 'local' ? { ...name, tag: 'latest' } : name;

/** Sent to ollama.com whatever is installed here. Names that merely look so are taken for it too. */
const isCloudName = ({ model, tag }: ModelName): boolean =>
  tag.toLowerCase() === 'cloud' || [model, tag].some((part) => part.toLowerCase().endsWith('-cloud'));

/** Judges each name that requests of one key bring along. */
export const createModelPolicy = (models: GatewayModels, grant: KeyGrant) => {
  const listed = grant.models && new Set(grant.models.map(modelKey));
  const mayUse = (name: string): boolean => listed === null || listed.has(modelKey(name));
  return {
    mayUse,
    /** The one spelling under which the server gets the name, if the key may use it. Aliases count where `aliases` says so. */
    async judge(text: string, { aliases }: { readonly aliases: boolean }): Promise<ModelVerdict> {
      const meant = aliases ? (models.resolve(text.trim(), grant.id) ?? text) : text;
      const parsed = parseModelName(meant);
      if (!parsed) return { allowed: false, failure: BAD_NAME };
      const name = canonicalModelName(withoutSource(parsed));
      if (!mayUse(name)) return { allowed: false, failure: notInList(name) };
      if (grant.cloudAllowed) return { allowed: true, name };
      const cloud = isCloudName(parsed) || (await models.isCloud(name));
      return cloud ? { allowed: false, failure: CLOUD_REFUSED } : { allowed: true, name };
    },
  };
};

export type ModelPolicy = ReturnType<typeof createModelPolicy>;
