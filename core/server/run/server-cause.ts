import { serverFailureText } from '../../../contract/derived/catalog/en/server-failures.ts';
import type { ServerCause } from '../../../contract/server.ts';
import { isLogLine, type LastWords, lastWords, ownWords, shortened } from './last-words.ts';
import { causeInLines, type NamedCause, namedCause } from './named-cause.ts';
import { namedMessage } from './named-message.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A failure that is no exit of the server, or whose exit doesn't matter. */
export function makeCause(kind: ServerCause['kind'], message: string, lastLines: readonly string[] = []): ServerCause {
  return { kind, message, exitCode: null, signal: null, lastLines: [...lastLines] };
}

export const stopFailed = makeCause('stopFailed', serverFailureText('stop.failed'));

function exitValues({ code, signal }: Exit) {
  // An adopted server is no child of ours, so that the system reports neither code nor signal.
  const unsignaled = code === null ? 'unknown' : 'code';
  return { how: signal === null ? unsignaled : 'signal', code: code ?? 0, signal: signal ?? '' };
}

/** What Ollama says of its key on its first start, which explains nothing. */
const FIRST_START =
  /^(?:Couldn't find '.{0,1000}'\. Generating new private key\.|Your new public key is: |ssh-ed25519 \S+)\s*$/;

/** Of a server that never got ready: what it wrote besides the log, such as a wrapper script's or the loader's message. */
function plainOutput(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.trim() !== '' && !isLogLine(line) && !FIRST_START.test(line));
}

interface Reason {
  readonly named: NamedCause | null;
  /** Its own words; empty where it said nothing. */
  readonly words: string;
}

function reasonIn(lines: readonly string[], wasReady: boolean): Reason {
  const last: LastWords | null = lastWords(lines);
  if (last !== null) return { named: namedCause(last), words: ownWords(last) };
  // A server that was ready has written much that is no reason.
  const plain = wasReady ? [] : plainOutput(lines);
  return { named: causeInLines(plain), words: plain.length === lines.length ? shortened(plain.at(-1) ?? '') : '' };
}

function unnamedFailure(exit: Exit, words: string, wasReady: boolean): Pick<ServerCause, 'kind' | 'message'> {
  const values = exitValues(exit);
  // Whoever is ended by this signal can't say so: what was said is about something else.
  const message = wasReady && exit.signal === 'SIGKILL' ? '' : words;
  const key = wasReady ? 'exit.ready' : 'exit.starting';
  return {
    kind: wasReady ? 'exited' : 'exitedBeforeReady',
    message: message === '' ? serverFailureText(key, values) : serverFailureText(`${key}Said`, { ...values, message }),
  };
}

/** Why a run quit unexpectedly, before it was ready or after, by what it said: `lastLines`, oldest first. */
export function classifyExit(exit: Exit, lastLines: readonly string[], wasReady: boolean): ServerCause {
  const { named, words } = reasonIn(lastLines, wasReady);
  const ended = { exitCode: exit.code, signal: exit.signal, lastLines: [...lastLines] };
  if (named === null) return { ...unnamedFailure(exit, words, wasReady), ...ended };
  const { kind, subject } = named;
  return {
    kind,
    message: namedMessage(named, words),
    ...ended,
    ...(subject === undefined ? {} : { subject }),
    ...(wasReady ? { wasReady } : {}),
  };
}
