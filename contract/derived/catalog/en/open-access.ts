import { defineTexts } from '../define-texts.ts';

/** The warning before the server is opened without a key, and while it is. */
export const openAccessText = defineTexts({
  title: 'Open to your network without a key',
  detail: 'Anyone who can reach this Mac can use, download and delete models, and so can web pages opened on it.',
  'direct.localNetwork':
    'All apps, also those on this Mac, then connect to Ollama directly, without what Corral adds, such as metrics, aliases, and requests that wait through a restart.',
  'direct.tailscale':
    'Other devices then connect to Ollama directly, without what Corral adds, such as metrics and aliases.',
  confirm: 'Open Without a Key',
});
