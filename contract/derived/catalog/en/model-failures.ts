import { defineTexts } from '../define-texts.ts';

/** Why a download or an action on a model failed, and what to do. */
export const modelFailureText = defineTexts({
  'pull.unknownModel': 'No model with that name in the registry. Check the spelling and the tag.',
  'pull.registryUnreachable': 'Can’t reach the model registry. Check your internet connection, then try again.',
  'pull.diskFull': 'The disk is full. Free up space, then resume. Downloaded data is kept.',
  'pull.ollamaTooOld': 'This model needs a newer version of Ollama. Update Ollama, then try again.',
  'pull.interrupted': 'Lost connection to the server. Resume to continue where it left off.',
  'pull.other': 'The server couldn’t finish the download: {message}',
  'action.missingRoute':
    'This server can’t do that. Update Ollama, or check which server uses the port, then try again.',
  'duplicate.exists': 'A model named {model} already exists.',
});
