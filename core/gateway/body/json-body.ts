import { gatewayText } from '../../../contract/derived/catalog/en/gateway.ts';
import {
  badRequest,
  CLOUD_NOT_ALLOWED,
  type GatewayFailure,
  MISSING_MODEL,
  WEB_SEARCH_NOT_ALLOWED,
} from '../policy/gateway-errors.ts';
import type { GatewayRoute } from '../policy/gateway-routes.ts';
import type { ModelPolicy, ModelResult, Rejected } from '../policy/model-policy.ts';
import { caseFold, scanJson } from './json-scanner.ts';
import { isObject, type JsonObject, parsedJson } from './json-value.ts';
import { maskLargeNumbers } from './large-numbers.ts';

export type BodyResult =
  | {
      readonly allowed: true;
      /** What the server gets instead. */
      readonly body: Buffer;
      readonly model: string;
      /** The usage was requested on the client's behalf and must be removed from the response. */
      readonly usageAdded: boolean;
      /** The models that the request may change; creating one pulls the one it is made from. */
      readonly changes: readonly string[];
    }
  | Rejected;

/** Deeper than any tool's schema, and far from where a recursive parser gets into trouble. */
const MAX_DEPTH = 128;
/** Fields that decide what is allowed, or that the gateway sets: the server must not read another spelling of them. */
const GUARDED_FIELDS = new Set(
  'model name source destination from modelfile path remote_host tools stream stream_options'.split(' '),
);
const STREAMS_WITH_USAGE = new Set(['/v1/chat/completions', '/v1/completions']);

function reject(failure: GatewayFailure): Rejected {
  return { allowed: false, failure, model: null };
}

type ParsedBody =
  | {
      readonly value: JsonObject;
      /** Serializes what was parsed, or an object made from it. */
      readonly serialize: (value: JsonObject) => string;
    }
  | { readonly failure: GatewayFailure };

function parseBody(text: string): ParsedBody {
  const { fields, depth, largeNumbers, isTooLarge } = scanJson(text);
  if (isTooLarge) return { failure: badRequest(gatewayText('body.tooManyValues')) };
  if (depth > MAX_DEPTH) return { failure: badRequest(gatewayText('body.nestedTooDeeply')) };
  const guarded = fields.filter((field) => GUARDED_FIELDS.has(caseFold(field)));
  const ambiguous = guarded.find((field, i) => field !== caseFold(field) || guarded.indexOf(field) !== i);
  if (ambiguous !== undefined) {
    return { failure: badRequest(gatewayText('body.fieldOnce', { field: caseFold(ambiguous) })) };
  }
  const masked = largeNumbers.length > 0 ? maskLargeNumbers(text, largeNumbers) : null;
  const value = parsedJson(masked?.text ?? text);
  if (!isObject(value)) return { failure: badRequest(gatewayText('body.notObject')) };
  return { value, serialize: (next) => (masked ? masked.restore(JSON.stringify(next)) : JSON.stringify(next)) };
}

/** Whether there is a tool, alone or in a group, for which the server would search on ollama.com with its owner's account. */
function hasWebSearch(tools: unknown): boolean {
  if (Array.isArray(tools)) return tools.some(hasWebSearch);
  if (!isObject(tools)) return false;
  return Object.entries(tools).some(([name, value]) =>
    typeof value === 'string' ? caseFold(name) === 'type' && /^\s*web_?search/i.test(value) : hasWebSearch(value),
  );
}

function trimmed(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

type NameField = 'model' | 'from' | 'source' | 'destination';

/** The model names in a body, each with the field in which the server gets it. */
function nameFields({ modelIn, path }: GatewayRoute, value: JsonObject): readonly (readonly [NameField, unknown])[] {
  if (modelIn === 'source-destination') {
    return [
      ['source', value.source],
      ['destination', value.destination],
    ];
  }
  const { model, name } = value;
  const requested = modelIn === 'model-or-name' && trimmed(model) === '' ? name : model;
  const { from = null } = value;
  if (path !== '/api/create' || from === null || from === '') return [['model', requested]];
  return [
    ['model', requested],
    ['from', from],
  ];
}

/** The body with a request for its usage; null where it can't have one, or has it. */
function withUsage(value: JsonObject, path: string): JsonObject | null {
  const { stream, stream_options: options } = value;
  if (!STREAMS_WITH_USAGE.has(path) || stream !== true) return null;
  if (options !== undefined && options !== null && !isObject(options)) return null;
  if (options?.include_usage === true) return null;
  return { ...value, stream_options: { ...options, include_usage: true } };
}

export interface BodyRules {
  readonly route: GatewayRoute;
  readonly policy: ModelPolicy;
  readonly cloudAllowed: boolean;
}

/** What is known of the names in a body by now. */
type CheckedNames = Map<string, ModelResult>;

/** The body is valid or not, or that depends on a name that takes a moment to check. */
type ValidationPass = BodyResult | { readonly name: string; readonly checking: Promise<ModelResult> };

/** What is wrong with a body whatever names are in it; null where nothing is. */
function failureOf(value: JsonObject, { route, cloudAllowed }: BodyRules): GatewayFailure | null {
  const [model, name] = [trimmed(value.model), trimmed(value.name)];
  if (route.modelIn === 'model-or-name' && model !== '' && name !== '' && model !== name) {
    return badRequest(gatewayText('body.modelAndName'));
  }
  if (!cloudAllowed && hasWebSearch(value.tools)) return WEB_SEARCH_NOT_ALLOWED;
  return !cloudAllowed && value.remote_host !== undefined ? CLOUD_NOT_ALLOWED : null;
}

function validate(body: Buffer, rules: BodyRules, checked: CheckedNames): ValidationPass {
  const { route, policy } = rules;
  const parsed = parseBody(body.toString('utf8'));
  if ('failure' in parsed) return reject(parsed.failure);
  const failure = failureOf(parsed.value, rules);
  if (failure) return reject(failure);
  // Older servers read a base model, or any file of this Mac, from a modelfile or a path to one.
  const { name: _name, modelfile: _modelfile, path: _path, ...value } = parsed.value;

  const names: Partial<Record<NameField, string>> = {};
  const sent: Partial<Record<NameField, string>> = {};
  for (const [field, text] of nameFields(route, parsed.value)) {
    const name = trimmed(text);
    if (name === '') return reject(MISSING_MODEL);
    const result = checked.get(name) ?? policy.check(name, { isUse: route.scope === 'inference' });
    if (result instanceof Promise) return { name, checking: result };
    if (!result.allowed) return result;
    const isInsecure = route.path === '/api/pull' && /^http:\/\//.test(name);
    names[field] = result.name;
    sent[field] = isInsecure ? `http://${result.sent}` : result.sent;
  }
  const rewritten = { ...value, ...sent };
  const counted = withUsage(rewritten, route.path);
  return {
    allowed: true,
    body: Buffer.from(parsed.serialize(counted ?? rewritten)),
    model: names.model ?? names.source ?? '',
    usageAdded: counted !== null,
    changes: route.scope === 'full' ? Object.values(names) : [],
  };
}

/**
 * Parses a JSON body, checks what the key allows, and serializes it again, so that the server reads exactly what was checked. Where a
 * name takes a moment to check, the body is parsed again afterwards: parsed ones take many times the memory that is counted, so that
 * there is never more than one.
 */
export async function validateJsonBody(body: Buffer, rules: BodyRules): Promise<BodyResult> {
  const checked: CheckedNames = new Map();
  for (;;) {
    const pass = validate(body, rules, checked);
    if (!('checking' in pass)) return pass;
    checked.set(pass.name, await pass.checking);
  }
}
