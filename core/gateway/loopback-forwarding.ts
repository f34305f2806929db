import type { IncomingMessage } from 'node:http';
import { MAX_MODEL_NAME_LENGTH } from '../../contract/derived/limits.ts';
import { canonicalModelName, parseExactName } from '../../contract/derived/model-name.ts';
import type { HttpHeaders } from '../http/upstream-client.ts';
import { type DecodedBody, readDecodedBody } from './body/read-decoded-body.ts';
import { readPrefix } from './body/read-prefix.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { type Exchange, pathOf } from './listener/exchange.ts';
import { modelInBeginning } from './loopback/locate-model.ts';
import { type ModelNaming, resolveAlias } from './loopback/resolve-alias.ts';
import { type ContentCoding, contentCoding } from './policy/content-coding.ts';
import { findInference, type GatewayRoute } from './policy/gateway-routes.ts';
import { decodedSegment } from './policy/request-target.ts';
import type { Forwarding } from './upstream/forward-request.ts';
import { decodedHeaders } from './upstream/forwarded-headers.ts';

/** What the server gets of a request without a key, and the model that it names, for the record. */
export interface LoopbackForwarding extends Forwarding {
  readonly model: string | null;
}

type Models = Pick<GatewayParts['models'], 'aliases' | 'resolve'>;

/** As HTTP allows it in a target; undici refuses anything else. */
const SENDABLE = /^[!-~]+$/;
const MODEL_PATH = '/v1/models/';
/** What requests without a key may hold of the body budget together is as much as one key's. */
const LOOPBACK_SHARE = '';

/** A target as it was sent, as far as it can be sent on. */
function sentTarget(target: string): string {
  if (SENDABLE.test(target)) return target;
  const { pathname, search } = new URL(`http://localhost${target}`);
  return pathname + search;
}

/** The target with the model of an alias in its path, and that model. */
function resolvePath(target: string, { resolve }: Models): { readonly target: string; readonly model: string | null } {
  const path = pathOf(target);
  const name = path.startsWith(MODEL_PATH) ? decodedSegment(path.slice(MODEL_PATH.length)) : null;
  if (name === null) return { target, model: null };
  const model = resolve(name, null);
  if (model === null) return { target, model: name };
  return { target: MODEL_PATH + encodeURIComponent(model) + target.slice(path.length), model };
}

/** How a request names its model; null where its body is passed on unread. */
function namingOf(route: GatewayRoute | null): ModelNaming | null {
  if (route?.body === 'form') return 'form';
  if (route?.body !== 'json') return null;
  return route.modelIn === 'model-or-name' ? 'model-or-name' : 'model';
}

function recordedModel(name: string | null): string | null {
  const parsed = name === null ? null : parseExactName(name);
  return parsed ? canonicalModelName(parsed) : (name?.slice(0, MAX_MODEL_NAME_LENGTH) ?? null);
}

function withLength(headers: HttpHeaders, body: Buffer): HttpHeaders {
  return { ...headers, 'content-length': String(body.byteLength) };
}

type FailedBody = Extract<DecodedBody, { readonly failure: unknown }>;

/**
 * How a body is compressed that is to be decoded: Ollama itself knows only zstd, and only under /v1. null also for a coding that
 * isn't known: the body is the server's to judge, which ignores the header.
 */
function knownCoding({ headersDistinct }: IncomingMessage): ContentCoding | null {
  const encoding = contentCoding(headersDistinct['content-encoding']);
  return encoding.supported ? encoding.coding : null;
}

/**
 * What is forwarded of a request without a key: an inference request whole, in case that it has to be sent again, with the model of
 * an alias in place of the alias; everything else, what is larger than a body may be, and what finds no room in memory, as it comes.
 */
export async function loopbackForwarding(
  parts: Pick<GatewayParts, 'models' | 'limits' | 'budget'>,
  exchange: Exchange,
  headers: HttpHeaders,
): Promise<LoopbackForwarding | FailedBody> {
  const { models, limits, budget } = parts;
  const { request, method, target: received } = exchange;
  const { target, model } = resolvePath(sentTarget(received), models);
  const common = { method, path: target, headers };
  const hasBody = request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
  if (!hasBody) return { ...common, model, body: null, isRepeatable: method === 'GET' || method === 'HEAD' };
  const coding = knownCoding(request);
  const naming = namingOf(findInference(method, pathOf(received)));
  if (naming === null) return { ...common, model, body: request, isRepeatable: false };
  const onRelease = exchange.onOver;
  const decoded =
    coding && (await readDecodedBody(request, { limits, budget, key: LOOPBACK_SHARE, coding, onRelease }));
  if (decoded && 'failure' in decoded) return decoded;
  const read = decoded
    ? { whole: decoded.body }
    : await readPrefix(request, { maxBytes: limits.bodyBytes, budget, key: LOOPBACK_SHARE, onRelease });
  if ('stream' in read) {
    const begun = modelInBeginning(read.beginning, ['model', 'name']);
    return { ...common, model: recordedModel(begun), body: read.stream, isRepeatable: false };
  }
  const contentType = request.headers['content-type'] ?? '';
  const named = resolveAlias(read.whole, { naming, contentType, resolve: (name) => models.resolve(name, null) });
  const { body } = named;
  return {
    ...common,
    headers: decoded ? decodedHeaders(headers, body.byteLength) : withLength(headers, body),
    model: recordedModel(named.model),
    body,
    isRepeatable: true,
  };
}
