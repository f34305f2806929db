import { defineTexts } from '../define-texts.ts';

/** The Network page's recipes for clients. Their code isn't text: it is the same in every language. */
export const recipesText = defineTexts({
  title: 'Connect a client',
  client: 'Client',
  address: 'Address',
  addressKeyRequired: '{label}, key required',
  model: 'Model',
  'model.noneInstalled': 'No models installed. The text uses an example name.',
  'model.unknown': 'Server not running. The text uses an example name.',

  'text.name': '{client} text',
  'text.commandName': '{client} command',
  'text.copy': 'Copy {name}',
  'key.replace': 'Replace <code>{placeholder}</code> with one of your keys. Lost it? Revoke it and create a new one.',
  'key.create': 'Create a key, then replace <code>{placeholder}</code> with it.',
  'key.notRequired': 'No key is required at this address. If a client insists on one, enter any text.',
  unavailable: 'This address isn’t available while the server is stopped.',

  'place.terminal': 'Terminal',
  'place.clineSettings': 'Cline’s settings',
  'place.clineInCursor': 'Cline’s settings, in Cursor',
  'code.anyKey': 'any text works',

  'needs.longContext':
    'Agents need a long context. In Settings, set the context length to {tokens, number} tokens or more, and choose a model that supports tools.',
  'needs.aiderLimits': 'Aider warns that it doesn’t know the model’s limits. You can ignore the warning.',
  'needs.claudeCodeVersion': 'Uses /v1/messages, which requires Ollama 0.14 or later.',
  'needs.codexTop': 'Put the lines above [model_providers.corral] at the top of the file.',
  'needs.codexWebSearch': 'Web search goes through ollama.com. Leave it disabled unless your key allows cloud models.',
  'needs.continueModels': 'If the file already lists models, add these to the list.',
  'needs.cursorChat':
    'Cursor’s built-in chat won’t work. It sends requests from Cursor’s servers, which need a public HTTPS address, and Corral doesn’t provide one.',
  'needs.cursorCline':
    'Use the Cline extension instead. It runs inside Cursor and sends requests from your computer. Install it from Extensions and enter these values in its settings.',
  'needs.zedSettings': 'If the file already has settings, add language_models to them.',
  'needs.zedKey':
    'Zed doesn’t store keys in this file. Enter yours in Settings > AI > LLM Providers, or start Zed with CORRAL_API_KEY={placeholder}.',
  'needs.zedAnyKey': 'Zed requires a key. Enter any text in Settings > AI > LLM Providers.',
  'needs.ollamaSsh':
    'The ollama command can’t send a key, so this connects over SSH, which doesn’t need one. Turn on Remote Login on the Mac (System Settings > General > Sharing) and replace YOUR_NAME with your account name.',
  'needs.ollamaInstalled': 'Install Ollama on the other computer. Its own server doesn’t need to be running.',
  'needs.openWebuiFirstStart':
    'These variables apply only on first start. To change them later, go to Admin Settings > Connections in Open WebUI.',
  'needs.openWebuiLocalName': 'Containers can’t resolve .local names. Choose a numeric address instead.',
});
