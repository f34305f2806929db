import type { AppSlice } from '../../contract/app.ts';
import { exposureText } from '../../contract/derived/catalog/en/exposure.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Snapshot } from '../../contract/snapshot.ts';

export interface InitialFacts {
  readonly app: AppSlice;
  readonly settings: Settings;
  readonly port: number;
}

/** The state before anything has been checked: no server runs, nothing is known. */
export function initialSnapshot({ app, settings, port }: InitialFacts): Snapshot {
  return {
    app,
    server: {
      desired: 'stopped',
      actual: { state: 'stopped' },
      program: null,
      pid: null,
      port,
      innerPort: null,
      baseUrl: `http://localhost:${port}/v1`,
      problems: [],
      pending: null,
      portConflicts: [],
      ollamaApp: null,
      runs: [],
      advisories: [],
    },
    models: { installed: [], loaded: [], loading: [], known: false, disk: null },
    pulls: [],
    exposure: {
      desired: settings.reach,
      pending: null,
      effective: null,
      keptOpen: null,
      applying: false,
      degradedReason: null,
      readOnlyReason: null,
      addresses: [],
      tailscale: {
        state: 'missing',
        source: null,
        addresses: [],
        dnsName: null,
        unavailableReason: exposureText('tailscale.unknown'),
      },
      formerAddresses: [],
      interfaces: [],
      https: { state: 'off', url: null, consentUrl: null, reason: null },
    },
    settings,
    restartNeeded: [],
    work: { activeRequests: 0, keyedRequests: 0, pulls: [] },
    keys: [],
    aliases: [],
  };
}
