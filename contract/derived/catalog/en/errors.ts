import { defineTexts } from '../define-texts.ts';

/** Expected failures of the contract's calls, by their codes. */
export const errorText = defineTexts({
  SERVER_NOT_RUNNING: 'The server isn’t running.',
  MODEL_NOT_FOUND: 'No installed model has that name.',
  INVALID_NAME: 'That isn’t a valid model name. Use letters, numbers, and - _ . : /',
  OLLAMA_FAILED: 'Ollama returned an error.',
  CONFIRMATION_NEEDED: '{title}. {detail}',
  TAILSCALE_UNAVAILABLE: 'Tailscale isn’t available.',
  WORK_IN_PROGRESS: 'This would interrupt requests in progress.',
  TAKE_OVER_FAILED: 'The other server is still running.',
  SERVER_NOT_OURS: 'Corral didn’t start this server, so it can’t change its network access.',
  INVALID_SETTING: 'That value isn’t valid.',
  LINK_REFUSED: 'Only web links can be opened.',
  NOT_AVAILABLE: 'This isn’t available without the desktop app.',
  KEY_NAME_TAKEN: 'A key with that name already exists. Choose a different name.',
  KEY_EXPIRED: 'The expiration date is in the past. Choose a later date.',
  NOT_SAVED: 'Corral couldn’t save the change to its data folder. The disk may be full.',
  REVOCATION_NOT_SAVED:
    'The key no longer works, but Corral couldn’t save this to its data folder. Corral keeps trying. If it restarts before then, the key works again.',
  ALIAS_OF_ITSELF: 'The alias and the model have the same name. Choose a different alias or model.',
  ALIAS_HIDES_MODEL: 'A model with that name is installed. Requests for that name will get the other model instead.',
  NOT_FOUND: 'That item no longer exists.',
});
