import type { IncomingMessage } from 'node:http';
import type { KeyGrant } from '../../keys/key-store.ts';
import { contentCoding } from '../policy/content-coding.ts';
import { type GatewayFailure, MISSING_BODY, UNSUPPORTED_ENCODING } from '../policy/gateway-errors.ts';
import type { GatewayLimits } from '../policy/gateway-limits.ts';
import type { GatewayRoute } from '../policy/gateway-routes.ts';
import type { ModelPolicy } from '../policy/model-policy.ts';
import { validateAudioForm } from './audio-form.ts';
import { validateJsonBody } from './json-body.ts';
import type { BodyMemoryBudget } from './read-body.ts';
import { readDecodedBody } from './read-decoded-body.ts';

/** What is forwarded to the server instead of what the client sent. */
export interface ValidContent {
  readonly allowed: true;
  readonly model: string | null;
  readonly path: string;
  /** null where there is no body, or where it streams through. */
  readonly body: { readonly bytes: Buffer; readonly contentType: string } | null;
  readonly usageAdded: boolean;
  /** The models that the request may change. */
  readonly changes: readonly string[];
}

export type ContentResult =
  | ValidContent
  | {
      readonly allowed: false;
      /** null where the client has disconnected. */
      readonly failure: GatewayFailure | null;
      readonly model: string | null;
    };

export interface ContentRules {
  readonly route: GatewayRoute;
  readonly parameter: string | null;
  readonly grant: KeyGrant;
  readonly policy: ModelPolicy;
  readonly limits: GatewayLimits;
  readonly budget: BodyMemoryBudget;
  /** Called when the body is read with what to call once it is no longer needed. */
  readonly onRelease: (release: () => void) => void;
}

function reject(failure: GatewayFailure | null): ContentResult {
  return { allowed: false, failure, model: null };
}

function allow(path: string, rest: Partial<ValidContent> = {}): ContentResult {
  return { allowed: true, model: null, path, body: null, usageAdded: false, changes: [], ...rest };
}

function withParameter(path: string, value: string): string {
  return path.replace(/\{\w+\}/, encodeURIComponent(value));
}

async function validatePath({ route, parameter, policy }: ContentRules): Promise<ContentResult> {
  if (parameter === null) return allow(route.path);
  if (route.modelIn !== 'path') return allow(withParameter(route.path, parameter));
  const result = await policy.check(parameter, { isUse: true });
  if (!result.allowed) return result;
  return allow(withParameter(route.path, result.sent), { model: result.name });
}

/** Checks the models that a request names, in its path or in its body, which is decoded, parsed, and serialized again for that. */
export async function validateContent(request: IncomingMessage, rules: ContentRules): Promise<ContentResult> {
  const { route, policy, grant, limits, budget, onRelease } = rules;
  if (route.body === 'none' || route.body === 'blob') return validatePath(rules);
  const encoding = contentCoding(request.headersDistinct['content-encoding']);
  if (!encoding.supported) return reject(UNSUPPORTED_ENCODING);
  const { coding } = encoding;
  const read = await readDecodedBody(request, { limits, budget, key: grant.id, coding, onRelease });
  if ('failure' in read) return reject(read.failure);
  const contentType = request.headers['content-type'] ?? '';
  if (route.body === 'form') {
    const result = await validateAudioForm(read.body, { contentType, policy });
    if (!result.allowed) return result;
    const body = { bytes: result.body, contentType: result.contentType };
    return allow(route.path, { model: result.model, body });
  }
  if (read.body.byteLength === 0) return reject(MISSING_BODY);
  const result = await validateJsonBody(read.body, { route, policy, cloudAllowed: grant.cloudAllowed });
  if (!result.allowed) return result;
  const { model, usageAdded, changes } = result;
  const body = { bytes: result.body, contentType: 'application/json' };
  return allow(route.path, { model, usageAdded, changes, body });
}
