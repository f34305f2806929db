import type { MessageOf } from '../../contract/derived/catalog/define-texts.ts';
import type { inheritedProblemText } from '../../contract/derived/catalog/en/inherited-problems.ts';
import { formatList } from '../../contract/derived/format/format-list.ts';
import { COUNT_SETTING_LIMITS, MAX_PORT } from '../../contract/derived/limits.ts';
import { goBoolean, goUnsigned, goValue } from '../environment/go-value.ts';
import { expandedPath, MAX_QUEUE_PLACES } from '../environment/inherited-value.ts';
import { isFatalOrigin, ORIGIN_SCHEMES } from '../environment/origin-rules.ts';
import { replaceInvisible } from '../environment/replace-invisible.ts';
import { durationSeconds, MAX_DURATION_SECONDS } from './go-duration.ts';
import { knownVariables } from './known-variables.ts';

/** Why the value of an inherited variable doesn't do what its person wants, for `inheritedProblemText`. */
export type InheritedReason = MessageOf<typeof inheritedProblemText>;

export interface InheritedFacts {
  readonly home: string;
  /** Where the server keeps its models. */
  readonly modelsFolder: string;
}

/** What llama.cpp's `--cache-type-k` accepts. */
const CACHE_TYPES = ['f32', 'f16', 'bf16', 'q8_0', 'q4_0', 'q4_1', 'iq4_nl', 'q5_0', 'q5_1'];
/** Items of a list that a message repeats, and characters of each. */
const SHOWN_ITEMS = 3;
const SHOWN_LENGTH = 80;

/** A value in quotation marks, as one line of visible characters. */
export function shownValue(value: string): string {
  const visible = replaceInvisible(value, () => '�');
  return `“${visible.length > SHOWN_LENGTH ? `${visible.slice(0, SHOWN_LENGTH)}…` : visible}”`;
}

function shownItems(items: readonly string[]): string {
  return formatList([...new Set(items)].slice(0, SHOWN_ITEMS).map(shownValue));
}

/** Whether no browser sends an origin that the element matches: Ollama lowercases only those without a `*`. */
function isUnmatched(element: string): boolean {
  if (element.includes('*')) return /\s|[A-Z]/.test(element);
  const origin = element.trim().toLowerCase();
  const scheme = ORIGIN_SCHEMES.find((known) => origin.startsWith(known)) ?? '';
  return `${scheme}${URL.parse(origin)?.host}` !== origin;
}

function originsReason(text: string): InheritedReason | null {
  const elements = text.split(',');
  const fatal = elements.filter(isFatalOrigin);
  if (fatal.length > 0) {
    return { key: 'origins.fatal', values: { items: shownItems(fatal), count: new Set(fatal).size } };
  }
  const unmatched = elements.filter(isUnmatched);
  return unmatched.length > 0 ? { key: 'origins.unmatched', values: { items: shownItems(unmatched) } } : null;
}

function modelsReason(text: string, { home, modelsFolder }: InheritedFacts): InheritedReason | null {
  if (expandedPath(text, home) !== null) {
    const [prefix = ''] = text.split('/', 1);
    return { key: 'models.unexpanded', values: { prefix, folder: modelsFolder } };
  }
  return text.startsWith('/') ? null : { key: 'models.relative', values: { folder: modelsFolder } };
}

/** As `envconfig.Host` reads it. */
function hostReason(text: string): InheritedReason | null {
  const [, scheme, rest = ''] = /^(?:([^:/]*):\/\/)?(.*)$/su.exec(text) ?? [];
  const slash = rest.indexOf('/');
  const address = slash < 0 ? rest : rest.slice(0, slash);
  if (slash >= 0 && rest.length > slash + 1) return { key: 'host.path' };
  if (/^\d+$/.test(address)) return { key: 'host.number' };
  const [, port] = /^(?:\[[^\]]*\]|[^:]*):([^:]*)$/.exec(address) ?? [];
  if (port === undefined || (/^[-+]?\d{1,9}$/.test(port) && Number(port) >= 0 && Number(port) <= MAX_PORT)) return null;
  const fallback = { http: '80', https: '443' }[scheme ?? ''] ?? '11434';
  return { key: 'host.port', values: { port: fallback } };
}

function durationReason(text: string): InheritedReason | null {
  const seconds = durationSeconds(text);
  return seconds === null || Math.abs(seconds) > MAX_DURATION_SECONDS ? { key: 'duration' } : null;
}

function countReason(name: string, text: string): InheritedReason | null {
  const count = goUnsigned(text);
  if (count === null) {
    const fallback = knownVariables.find((known) => known.name === name)?.fallback ?? '';
    return { key: 'count', values: { fallback } };
  }
  if (name === 'OLLAMA_NUM_PARALLEL' && count > COUNT_SETTING_LIMITS.parallelRequests.max) {
    return { key: 'parallelRequests', values: { max: COUNT_SETTING_LIMITS.parallelRequests.max } };
  }
  // 0 leaves it to Ollama.
  if (name === 'OLLAMA_CONTEXT_LENGTH' && count > 0 && count < COUNT_SETTING_LIMITS.contextLength.min) {
    return { key: 'contextLength', values: { min: COUNT_SETTING_LIMITS.contextLength.min } };
  }
  return name === 'OLLAMA_MAX_QUEUE' && count > MAX_QUEUE_PLACES ? { key: 'maxQueue' } : null;
}

function debugReason(text: string): InheritedReason | null {
  if (goBoolean(text) !== null) return null;
  if (!/^[-+]?\d{1,9}$/.test(text)) return { key: 'debug' };
  return text.startsWith('-') && Number(text) < 0 ? { key: 'debug.negative' } : null;
}

/** Null for a value that does what it says, and for a variable that Corral knows no rules for. */
export function inheritedReason(name: string, value: string, facts: InheritedFacts): InheritedReason | null {
  const text = goValue(value);
  if (text === '') return null;
  switch (name) {
    case 'OLLAMA_ORIGINS':
      return originsReason(text);
    case 'OLLAMA_MODELS':
      return modelsReason(text, facts);
    case 'OLLAMA_HOST':
      return hostReason(text);
    case 'OLLAMA_DEBUG':
      return debugReason(text);
    case 'OLLAMA_KV_CACHE_TYPE':
      return CACHE_TYPES.includes(text.toLowerCase()) ? null : { key: 'kvCacheType' };
  }
  switch (knownVariables.find((known) => known.name === name)?.kind) {
    case 'flag':
      return goBoolean(text) === null ? { key: 'flag' } : null;
    case 'count':
      return countReason(name, text);
    case 'duration':
      return durationReason(text);
    default:
      return null;
  }
}
