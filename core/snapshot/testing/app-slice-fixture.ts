import type { AppSlice, Capabilities } from '../../../contract/app.ts';

/** A host that can only serve pages. */
export const noCapabilities: Capabilities = {
  pickFile: false,
  revealFile: false,
  loginItem: false,
  keepAwake: false,
  quit: false,
};

/** The `app` slice of tests in which it doesn't matter. */
export const sampleApp: AppSlice = {
  version: '0',
  host: 'headless',
  platform: 'linux',
  dataDir: '/',
  memoryBytes: 0,
  capabilities: noCapabilities,
  fixed: {},
  notices: [],
};
