import type { AppSlice, Capabilities } from '../../../contract/app.ts';

/** A host that can do nothing but serve pages. */
export const noCapabilities: Capabilities = {
  pickFile: false,
  revealFile: false,
  loginItem: false,
  keepAwake: false,
  quit: false,
};

/** For tests: the `app` slice where nothing in it matters. */
export const sampleApp: AppSlice = {
  version: '0',
  host: 'headless',
  platform: 'linux',
  dataDir: '/',
  memoryBytes: 0,
  capabilities: noCapabilities,
  notices: [],
};
