import type { PullFailure } from '../../contract/models.ts';

type Kind = PullFailure['kind'];

/** Ollama's own texts (`server/images.go`, `server/download.go`, Go's net package), most telling first. */
const PATTERNS: readonly (readonly [RegExp, Kind])[] = [
  [/no space left on device|disk quota exceeded/i, 'diskFull'],
  [/manifest: 412\b|requires a newer version of ollama/i, 'ollamaTooOld'],
  [/file does not exist|manifest: 404\b|manifest unknown|invalid model name/i, 'unknownModel'],
  [
    /dial tcp|lookup |no such host|connection refused|network is (?:unreachable|down)|timeout|timed out|deadline exceeded|max retries exceeded|TLS handshake|x509:|connection reset|unexpected EOF|i\/o|registry.*: 5\d\d\b|manifest: 5\d\d\b/i,
    'registryUnreachable',
  ],
];

const MESSAGES: Readonly<Record<Exclude<Kind, 'other'>, string>> = {
  unknownModel: 'The registry has no model with that name. Check the spelling and the tag.',
  registryUnreachable: 'The model registry could not be reached. Check the internet connection, then try again.',
  diskFull: 'The disk is full. Free some space, then resume; what is downloaded already is kept.',
  ollamaTooOld: 'This model needs a newer version of Ollama. Update Ollama, then try again.',
  interrupted: 'The connection to the server was lost. Resume to go on where it stopped.',
};

/** The failure to show for a kind that core itself has established. */
export function pullFailure(kind: Exclude<Kind, 'other'>): PullFailure {
  return { kind, message: MESSAGES[kind] };
}

/** What kind of failure Ollama's error text of a pull means; what isn't known is passed on in its own words. */
export function classifyPullError(text: string): PullFailure {
  const kind = PATTERNS.find(([pattern]) => pattern.test(text))?.[1];
  if (kind && kind !== 'other') return pullFailure(kind);
  return { kind: 'other', message: `The server could not finish the download: ${text}` };
}
