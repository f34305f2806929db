import { modelFailureText } from '../../contract/derived/catalog/en/model-failures.ts';
import type { PullFailure } from '../../contract/models.ts';

type Kind = PullFailure['kind'];

/** Ollama's own texts (`server/images.go`, `server/download.go`, Go's net package), the most specific first. */
const PATTERNS: readonly (readonly [RegExp, Exclude<Kind, 'other'>])[] = [
  [/no space left on device|disk quota exceeded/i, 'diskFull'],
  [/manifest: 412\b|requires a newer version of ollama/i, 'ollamaTooOld'],
  [/file does not exist|manifest: 404\b|manifest unknown|invalid model name/i, 'unknownModel'],
  [
    /dial tcp|lookup |no such host|connection refused|network is (?:unreachable|down)|timeout|timed out|deadline exceeded|max retries exceeded|TLS handshake|x509:|connection reset|unexpected EOF|i\/o|registry.*: 5\d\d\b|manifest: 5\d\d\b/i,
    'registryUnreachable',
  ],
];

/** The failure to show for a kind that core itself has established. */
export function pullFailure(kind: Exclude<Kind, 'other'>): PullFailure {
  return { kind, message: modelFailureText(`pull.${kind}`) };
}

/** The kind of failure that Ollama's error text of a pull stands for. An unknown one is shown in Ollama's own words. */
export function classifyPullError(text: string): PullFailure {
  const kind = PATTERNS.find(([pattern]) => pattern.test(text))?.[1];
  return kind ? pullFailure(kind) : { kind: 'other', message: modelFailureText('pull.other', { message: text }) };
}
