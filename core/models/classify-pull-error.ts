import { dirname } from 'node:path';
import { modelFailureText } from '../../contract/derived/catalog/en/model-failures.ts';
import { errorReason, oneLine } from '../../contract/derived/error-reason.ts';
import type { PullFailure } from '../../contract/models.ts';
import { type PullErrorCause, pullErrorCauses, registryResponse } from './pull-error-cause.ts';
import {
  ANYWHERE,
  FILE_CAUSES,
  MODEL,
  NETWORK,
  type PlainText,
  type PullErrorPattern,
  WRAPPERS,
} from './pull-error-patterns.ts';

type Kind = PullFailure['kind'];
/** Those that have one sentence, whatever the cause was. */
type PlainKind = 'unknownModel' | 'registryUnreachable' | 'diskFull' | 'ollamaTooOld' | 'interrupted';

/** The failure to show for a kind that core itself has established. */
export function pullFailure(kind: PlainKind): PullFailure {
  return { kind, message: modelFailureText(`pull.${kind}`) };
}

/** A failure of an earlier session, worded as this version does where its sentence doesn't depend on the cause. */
export function restoredFailure(failure: PullFailure): PullFailure {
  const { kind } = failure;
  return kind === 'unknownModel' || kind === 'ollamaTooOld' || kind === 'interrupted' ? pullFailure(kind) : failure;
}

function plain(kind: Kind, text: PlainText): PullFailure {
  return { kind, message: modelFailureText(text) };
}

function matching(patterns: readonly PullErrorPattern[], words: string): PullFailure | null {
  const [, kind, text] = patterns.find(([pattern]) => pattern.test(words)) ?? [];
  return kind && text ? plain(kind, text) : null;
}

/** A longer path isn't one of macOS. */
const MAX_PATH_LENGTH = 1024;

/** The folder of the key that Ollama signs its requests with; its other files there are models. */
const SERVER_KEY = /\/id_ed25519(?:\.pub)?$/;

function fileFailure(words: string, path: string): PullFailure | null {
  const is = (kind: keyof typeof FILE_CAUSES) => FILE_CAUSES[kind].test(words);
  const shown = oneLine(path, MAX_PATH_LENGTH);
  if (SERVER_KEY.test(path) && (is('permissionDenied') || is('folderUnavailable'))) {
    return { kind: 'permissionDenied', message: modelFailureText('pull.keyUnreadable', { path: shown }) };
  }
  const folder = dirname(shown);
  if (is('permissionDenied')) {
    return { kind: 'permissionDenied', message: modelFailureText('pull.permissionDenied', { folder }) };
  }
  if (is('folderUnavailable')) {
    return { kind: 'folderUnavailable', message: modelFailureText('pull.folderUnavailable', { folder }) };
  }
  if (is('diskReadOnly')) return { kind: 'diskReadOnly', message: modelFailureText('pull.diskReadOnly', { folder }) };
  return is('diskError') ? { kind: 'diskError', message: modelFailureText('pull.diskError', { folder }) } : null;
}

/** The same without the name of a file. */
function diskFailure(words: string): PullFailure | null {
  if (/^input\/output error\b/i.test(words)) return plain('diskError', 'pull.diskErrorSomewhere');
  return FILE_CAUSES.diskReadOnly.test(words) ? plain('diskReadOnly', 'pull.diskReadOnlySomewhere') : null;
}

interface Surroundings {
  readonly isLookup: boolean;
  readonly isProxy: boolean;
  readonly isConnection: boolean;
}

function networkFailure(words: string, { isLookup, isProxy, isConnection }: Surroundings): PullFailure | null {
  // Of the file that a shorter text doesn't name.
  if (!isConnection && /^(?:permission denied|operation not permitted)\b/i.test(words)) {
    return plain('permissionDenied', 'pull.permissionDeniedSomewhere');
  }
  const failure = matching(NETWORK, words);
  if (failure?.kind !== 'registryUnreachable') return failure;
  if (isProxy) return plain('registryUnreachable', 'pull.proxy');
  return isLookup ? plain('registryUnreachable', 'pull.nameNotFound') : failure;
}

/** What the registry's own response says, by its status; its body may hold any words. */
function registryFailure({ status, body }: { readonly status: number; readonly body: string }): PullFailure {
  const reason = errorReason(body);
  const known = reason === null ? null : (matching(MODEL, reason) ?? matching(ANYWHERE, reason));
  if (status === 412) return pullFailure('ollamaTooOld');
  if (status < 500 && known && ['unknownModel', 'unsupportedModel', 'ollamaTooOld'].includes(known.kind)) return known;
  if (status === 404 || status === 410) return pullFailure('unknownModel');
  if (status === 401 || status === 403) return plain('registryRejected', 'pull.notAllowed');
  if (status === 407) return plain('registryUnreachable', 'pull.proxy');
  if (status === 429) return plain('registryRejected', 'pull.registryBusy');
  if (status === 408) return plain('registryUnreachable', 'pull.registrySilent');
  if (status >= 500) {
    return { kind: 'registryUnreachable', message: modelFailureText('pull.registryError', { status: String(status) }) };
  }
  const message =
    reason === null
      ? modelFailureText('pull.registryRejected', { status: String(status) })
      : modelFailureText('pull.registryRejectedBecause', { status: String(status), reason });
  return { kind: 'registryRejected', message };
}

/** Before its URLs are shortened. */
const MAX_OTHER_LENGTH = 4000;

/** In Ollama's own words, without the signatures in its URLs. */
function otherFailure(text: string): PullFailure {
  const message = oneLine(text.slice(0, MAX_OTHER_LENGTH).replace(/(\bhttps?:\/\/[^\s"?]{1,2000})\?[^\s"]*/g, '$1'));
  if (message === '') return plain('other', 'pull.otherNoReason');
  return { kind: 'other', message: modelFailureText('pull.other', { message }) };
}

/**
 * The failure that Ollama's error text of a pull stands for. The innermost cause decides, then what wraps it; a word in a path, a URL or a
 * model's name decides nothing. An unknown one is shown in Ollama's own words.
 */
export function classifyPullError(text: string): PullFailure {
  const response = registryResponse(text);
  if (response) return registryFailure(response);
  const causes = pullErrorCauses(text);
  const has = (pattern: RegExp) => causes.some(({ words }) => pattern.test(words));
  const surroundings = {
    isLookup: has(/^(?:dial (?:tcp|udp)[46]? )?lookup \S/),
    isProxy: has(/^(?:proxyconnect|socks connect)\b/),
    isConnection: has(/^(?:dial|connect|socket|bind|proxyconnect|read (?:tcp|udp)|write (?:tcp|udp))\b/),
  };
  const meaning = ({ words, path }: PullErrorCause): PullFailure | null => {
    const file = path === null ? diskFailure(words) : fileFailure(words, path);
    if (file) return file;
    const anywhere = matching(ANYWHERE, words);
    if (anywhere || path !== null) return anywhere;
    return matching(MODEL, words) ?? networkFailure(words, surroundings);
  };
  for (const one of causes) {
    const failure = meaning(one);
    if (failure) return failure;
    // A fault of a file that isn't known is no fault of the network, though a download wraps it.
    if (one.path !== null) return otherFailure(text);
  }
  const wrapper = causes.map(({ words }) => matching(WRAPPERS, words)).find((failure) => failure !== null);
  return wrapper ?? otherFailure(text);
}
