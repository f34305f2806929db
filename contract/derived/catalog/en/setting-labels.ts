import { defineTexts, type MessageOf } from '../define-texts.ts';

/** What the Settings page calls each setting, by its field. Core's messages refer to settings by these names too. */
export const settingLabel = defineTexts({
  openAtLogin: 'Open Corral at login',
  startServer: 'Start the server when Corral opens',
  keepServerAfterQuit: 'Keep the server running after Corral quits',
  keepAwake: 'Keep this Mac awake during requests and downloads',
  requestWaitSeconds: 'Maximum wait for the server',
  ollamaPath: 'Ollama executable',
  modelsFolder: 'Models folder',
  port: 'Port',
  keepAlive: 'Keep models loaded for',
  contextLength: 'Context length',
  parallelRequests: 'Parallel requests per model',
  maxLoadedModels: 'Maximum loaded models',
  maxQueue: 'Maximum queued requests',
  flashAttention: 'Flash attention',
  kvCacheType: 'KV cache type',
  allowedOrigins: 'Allowed origins',
  cloudOff: 'Turn off cloud models',
  debug: 'Debug logging',
});

/** A setting that has a name on the Settings page. */
export type LabeledSetting = MessageOf<typeof settingLabel>['key'];
