import type { ApiKey } from '../../../../../contract/keys.ts';

/** An inference key for all models, never used. */
export const apiKeyFixture: ApiKey = {
  id: 'one',
  name: 'iPad',
  prefix: 'corral-a1b2',
  scope: 'inference',
  models: null,
  cloudAllowed: false,
  createdAt: 0,
  expiresAt: null,
  lastUsedAt: null,
  lastUsedFrom: null,
};
