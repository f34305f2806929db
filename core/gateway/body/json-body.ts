import type { GatewayRoute } from '../admission/gateway-routes.ts';
import {
  CLOUD_REFUSED,
  type ModelPolicy,
  type ModelVerdict,
  NO_MODEL,
  type Refused,
  WEB_SEARCH_REFUSED,
} from '../admission/model-policy.ts';
import { badRequest, type GatewayFailure } from '../gateway-error.ts';
import { caseFold, scanJson } from './json-scanner.ts';
import { isObject, type JsonObject, parsedJson } from './json-value.ts';
import { maskLargeNumbers } from './large-numbers.ts';

export type BodyVerdict =
  | {
      readonly allowed: true;
      /** What the server gets instead. */
      readonly body: Buffer;
      readonly model: string;
      /** The usage was asked for on the client's behalf, who must not see it. */
      readonly usageAdded: boolean;
      /** The models that the request may change; creating one pulls the one it is made from. */
      readonly changes: readonly string[];
    }
  | Refused;

/** Deeper than any tool's schema, and far from where a recursive reader gets into trouble. */
const MAX_DEPTH = 128;
/** Fields that decide what is allowed, or that we set: the server must not read another spelling of them than we did. */
const GUARDED = new Set(
  'model name source destination from modelfile path remote_host tools stream stream_options'.split(' '),
);
const STREAMS_WITH_USAGE = new Set(['/v1/chat/completions', '/v1/completions']);

function refuse(failure: GatewayFailure): Refused {
  return { allowed: false, failure, model: null };
}

type Read =
  | {
      readonly value: JsonObject;
      /** What was read, or made of it, as text again. */
      readonly write: (value: JsonObject) => string;
    }
  | { readonly failure: GatewayFailure };

function readObject(text: string): Read {
  const { fields, depth, largeNumbers, isTooMuch } = scanJson(text);
  if (isTooMuch) return { failure: badRequest('The JSON holds more values than are accepted.') };
  if (depth > MAX_DEPTH) return { failure: badRequest('The JSON is nested too deeply.') };
  const guarded = fields.filter((field) => GUARDED.has(caseFold(field)));
  const odd = guarded.find((field, i) => field !== caseFold(field) || guarded.indexOf(field) !== i);
  if (odd !== undefined) {
    return { failure: badRequest(`The field ${caseFold(odd)} is there twice, or in capitals.`) };
  }
  const hidden = largeNumbers.length > 0 ? maskLargeNumbers(text, largeNumbers) : null;
  const value = parsedJson(hidden?.text ?? text);
  if (!isObject(value)) return { failure: badRequest('The request must be a JSON object.') };
  return { value, write: (changed) => (hidden ? hidden.restore(JSON.stringify(changed)) : JSON.stringify(changed)) };
}

/** Whether there is a tool, alone or in a group, that the server answers with a search on ollama.com, in its owner's name. */
function searchesTheWeb(tools: unknown): boolean {
  if (Array.isArray(tools)) return tools.some(searchesTheWeb);
  if (!isObject(tools)) return false;
  return Object.entries(tools).some(([name, value]) =>
    typeof value === 'string' ? caseFold(name) === 'type' && /^\s*web_?search/i.test(value) : searchesTheWeb(value),
  );
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

type NameField = 'model' | 'from' | 'source' | 'destination';

/** Which fields of the body hold names, and under which field each goes on to the server. */
function namedFields({ names, path }: GatewayRoute, value: JsonObject): readonly (readonly [NameField, unknown])[] {
  if (names === 'source-destination') {
    return [
      ['source', value.source],
      ['destination', value.destination],
    ];
  }
  const { model, name } = value;
  const desired = names === 'model-or-name' && text(model) === '' ? name : model;
  const { from = null } = value;
  if (path !== '/api/create' || from === null || from === '') return [['model', desired]];
  return [
    ['model', desired],
    ['from', from],
  ];
}

function withUsage(value: JsonObject, path: string): JsonObject | null {
  const { stream, stream_options: options } = value;
  if (!STREAMS_WITH_USAGE.has(path) || stream !== true) return null;
  if (options !== undefined && options !== null && !isObject(options)) return null;
  if (options?.include_usage === true) return null;
  return { ...value, stream_options: { ...options, include_usage: true } };
}

export interface BodyRule {
  readonly route: GatewayRoute;
  readonly policy: ModelPolicy;
  readonly cloudAllowed: boolean;
}

/** Reads a JSON body as strictly as the key demands, and writes it anew, so that the server reads what was judged. */
export const judgeJsonBody = async (body: Buffer, { route, policy, cloudAllowed }: BodyRule): Promise<BodyVerdict> => {
  const read = readObject(body.toString('utf8'));
  if ('failure' in read) return refuse(read.failure);
  // Older servers read a base model, or any file of this Mac, from a modelfile or a path to one.
  const { name: alsoNamed, modelfile: _modelfile, path: _path, ...value } = read.value;
  if (route.names === 'model-or-name' && text(value.model) !== '' && text(alsoNamed) !== '') {
    if (text(value.model) !== text(alsoNamed)) return refuse(badRequest('model and name differ.'));
  }
  if (!cloudAllowed && searchesTheWeb(value.tools)) return refuse(WEB_SEARCH_REFUSED);
  if (!cloudAllowed && value.remote_host !== undefined) return refuse(CLOUD_REFUSED);

  const names: Partial<Record<NameField, string>> = {};
  const sent: Partial<Record<NameField, string>> = {};
  for (const [field, named] of namedFields(route, read.value)) {
    if (text(named) === '') return refuse(NO_MODEL);
    const verdict: ModelVerdict = await policy.judge(text(named), { uses: route.scope === 'inference' });
    if (!verdict.allowed) return verdict;
    const insecure = route.path === '/api/pull' && /^http:\/\//.test(text(named));
    names[field] = verdict.name;
    sent[field] = insecure ? `http://${verdict.sent}` : verdict.sent;
  }
  const rewritten = { ...value, ...sent };
  const counted = withUsage(rewritten, route.path);
  return {
    allowed: true,
    body: Buffer.from(read.write(counted ?? rewritten)),
    model: names.model ?? names.source ?? '',
    usageAdded: counted !== null,
    changes: route.scope === 'full' ? Object.values(names) : [],
  };
};
