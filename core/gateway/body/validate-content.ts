import type { FastifyRequest } from 'fastify';
import type { KeyGrant } from '../../keys/key-store.ts';
import type { GatewayRoute } from '../admission/gateway-routes.ts';
import type { ModelPolicy } from '../admission/model-policy.ts';
import { badRequest, type GatewayFailure, OVERLOADED, REQUEST_TIMEOUT } from '../gateway-error.ts';
import type { GatewayLimits } from '../gateway-limits.ts';
import { TOO_LARGE } from '../openai-error.ts';
import { validateAudioForm } from './audio-form.ts';
import { judgeJsonBody } from './json-body.ts';
import { type BodyMemoryBudget, readBody } from './read-body.ts';

/** What goes on to the server instead of what the client sent. */
export interface JudgedContent {
  readonly allowed: true;
  readonly model: string | null;
  readonly path: string;
  /** null where there is no body, or where it streams through. */
  readonly body: { readonly bytes: Buffer; readonly contentType: string } | null;
  readonly usageAdded: boolean;
  /** The models that the request may change. */
  readonly changes: readonly string[];
}

/** `failure` is null where nobody is left to be told. */
export type ContentValidation =
  | JudgedContent
  | { readonly allowed: false; readonly failure: GatewayFailure | null; readonly model: string | null };

export interface ContentRule {
  readonly route: GatewayRoute;
  readonly parameter: string | null;
  readonly grant: KeyGrant;
  readonly policy: ModelPolicy;
  readonly limits: GatewayLimits;
  readonly budget: BodyMemoryBudget;
  /** Called when the body that was read is not needed any more. */
  readonly onRelease: (release: () => void) => void;
}

const UNREAD = { tooLarge: TOO_LARGE, overloaded: OVERLOADED, tooSlow: REQUEST_TIMEOUT, gone: null };

function refuse(failure: GatewayFailure | null): ContentValidation {
  return { allowed: false, failure, model: null };
}
function pass(path: string, rest: Partial<JudgedContent> = {}): ContentValidation {
  return {
    allowed: true,
    model: null,
    path,
    body: null,
    usageAdded: false,
    changes: [],
    ...rest,
  };
}

function withParameter(path: string, value: string): string {
  return path.replace(/\{\w+\}/, encodeURIComponent(value));
}

async function validatePath({ route, parameter, policy }: ContentRule): Promise<ContentValidation> {
  if (parameter === null) return pass(route.path);
  if (route.names !== 'path') return pass(withParameter(route.path, parameter));
  const verdict = await policy.judge(parameter, { uses: true });
  if (!verdict.allowed) return verdict;
  return pass(withParameter(route.path, verdict.sent), { model: verdict.name });
}

/** Judges what a request names, in its path or in its body, which is read and written anew for that. */
export async function validateContent(request: FastifyRequest, rule: ContentRule): Promise<ContentValidation> {
  const { route, policy, grant, limits, budget, onRelease } = rule;
  if (route.body === 'none' || route.body === 'blob') return validatePath(rule);
  const reading = readBody(request.raw, {
    limit: limits.bodyBytes,
    timeoutMs: limits.bodyMs,
    budget,
    key: grant.id,
  });
  onRelease(reading.release);
  const read = await reading.outcome;
  if (!read.read) return refuse(UNREAD[read.why]);
  const contentType = request.headers['content-type'] ?? '';
  if (route.body === 'form') {
    const verdict = await validateAudioForm(read.body, { contentType, policy });
    if (!verdict.allowed) return verdict;
    const body = { bytes: verdict.body, contentType: verdict.contentType };
    return pass(route.path, { model: verdict.model, body });
  }
  if (read.body.byteLength === 0) return refuse(badRequest('missing request body'));
  const verdict = await judgeJsonBody(read.body, { route, policy, cloudAllowed: grant.cloudAllowed });
  if (!verdict.allowed) return verdict;
  const { model, usageAdded, changes } = verdict;
  const body = { bytes: verdict.body, contentType: 'application/json' };
  return pass(route.path, { model, usageAdded, changes, body });
}
