import { serverFailureText } from '../../../contract/derived/catalog/en/server-failures.ts';
import type { NamedCause } from './named-cause.ts';

/** What happened, in a sentence. `words` are the server's own, for what no sentence of ours explains better. */
export function namedMessage({ kind, subject = '' }: NamedCause, words: string): string {
  const about = { has: subject === '' ? 'no' : 'yes', subject };
  switch (kind) {
    case 'addressInUse':
    case 'addressUnavailable':
      return serverFailureText(`start.${kind}`);
    case 'originsInvalid':
    case 'homeMissing':
    case 'addressDenied':
    case 'signatureInvalid':
    case 'outOfMemory':
      return serverFailureText(`named.${kind}`);
    case 'folderDenied':
    case 'folderProtected':
    case 'diskReadOnly':
    case 'diskFull':
    case 'libraryMissing':
      return serverFailureText(`named.${kind}`, about);
    case 'wrongArchitecture':
    case 'gpuFault':
    case 'modelCorrupt':
    case 'limitReached':
    case 'notOllama':
      return serverFailureText(`named.${kind}`, { words });
    case 'variableInvalid':
    case 'folderUnusable':
    case 'identityKeyInvalid':
      return serverFailureText(`named.${kind}`, { ...about, words });
  }
}
