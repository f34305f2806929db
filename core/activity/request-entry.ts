import type { ActivityEntry, ActivityKey } from '../../contract/activity.ts';
import { redact } from '../logs/redact.ts';
import { clientLabel, PLAYGROUND } from './client-label.ts';

/** The route that a path belongs to, without what differs from request to request; null for a path that is no route. */
export type EndpointOf = (path: string) => string | null;

/** What is known of a request when it arrives. */
export interface RequestStart extends Pick<ActivityEntry, 'method' | 'path' | 'model'> {
  /** The client's address; the Playground by default. */
  readonly client?: string;
  readonly key?: ActivityKey | null;
}

/** A request whose times are measured elsewhere. */
export interface TimedRequest extends RequestStart {
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A completed request that only the server's access log tells of. */
export type DirectRequest = Pick<ActivityEntry, 'at' | 'client' | 'method' | 'path'> & {
  readonly status: number;
  readonly durationMs: number;
};

/** Characters that are kept of a model's name and of a path; clients can send any number. */
const MODEL_LENGTH = 200;
const PATH_LENGTH = 200;
/** No word is as long; a key is, and so is a digest. */
const LONG_RUN = /[A-Za-z0-9]{24,}/g;

const UNKNOWN = {
  status: null,
  firstByteMs: null,
  firstTokenMs: null,
  durationMs: null,
  promptTokens: null,
  completionTokens: null,
  tokensPerSecond: null,
};

/** A path without its query, and without a key that a client put into it. */
function redactPath(path: string, endpointOf: EndpointOf): string {
  const [plain = ''] = path.split('?', 1);
  if (endpointOf(plain) === plain) return plain;
  return redact(plain.slice(0, PATH_LENGTH).replace(LONG_RUN, '[hidden]'));
}

/** Names that are remembered; clients use few. */
const MAX_KNOWN_NAMES = 100;

/** Gives a model's name without a key that a client sent in its place. It remembers names: to redact one takes 2 µs of each request. */
export function createModelRedactor(): (model: string | null) => string | null {
  const known = new Map<string, string>();
  return (model) => {
    if (!model) return model;
    const name = model.slice(0, MODEL_LENGTH);
    const before = known.get(name);
    if (before !== undefined) return before;
    if (known.size >= MAX_KNOWN_NAMES) known.clear();
    const redacted = redact(name);
    known.set(name, redacted);
    return redacted;
  };
}

export interface EntryOptions {
  readonly id: string;
  readonly endpointOf: EndpointOf;
  readonly redactModel: (model: string | null) => string | null;
}

/** The entry of a request that has just arrived: nothing in it that clients must not leave in a list. */
export function startedEntry(
  { at, method, path, model, client = PLAYGROUND, key = null }: TimedRequest,
  { id, endpointOf, redactModel }: EntryOptions,
): ActivityEntry {
  return {
    ...UNKNOWN,
    id,
    at,
    client: clientLabel(client),
    // Field by field: a key may come with more than is to be kept.
    key: key && { id: key.id, name: key.name },
    direct: false,
    method,
    path: redactPath(path, endpointOf),
    model: redactModel(model),
    outcome: 'running',
  };
}

/** The entry of a request that bypassed Corral. */
export function directEntry(
  { at, client, method, path, status, durationMs }: DirectRequest,
  { id, endpointOf }: Omit<EntryOptions, 'redactModel'>,
): ActivityEntry {
  return {
    ...UNKNOWN,
    id,
    at,
    client,
    key: null,
    direct: true,
    method,
    path: redactPath(path, endpointOf),
    model: null,
    status,
    durationMs,
    outcome: status < 400 ? 'done' : 'failed',
  };
}
