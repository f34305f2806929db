import { createORPCClient } from '@orpc/client';
import { act, cleanup, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { onTestFinished } from 'vitest';
import type { Snapshot } from '../../../contract/snapshot.ts';
import type { CorralClient } from '../corral-client.ts';
import { type Corral, CorralContext } from '../corral-context.ts';
import { createDraftStore } from '../drafts.ts';
import { createLinkStateStore } from '../link-state.ts';

/** For tests: a state in which the server runs, nothing is loaded and one model is installed. */
export const snapshotFixture: Snapshot = {
  app: {
    version: '0.1.0',
    host: 'headless',
    platform: 'darwin',
    dataDir: '/data',
    memoryBytes: 16 * 1024 ** 3,
    fixed: {},
    capabilities: { pickFile: false, revealFile: false, loginItem: false, keepAwake: false, quit: false },
    notices: [],
  },
  server: {
    desired: 'running',
    actual: { state: 'running', runId: 'run-1', since: 0, version: '0.32.15' },
    program: { path: '/usr/local/bin/ollama', version: '0.32.15', source: 'path' },
    pid: 4242,
    port: 11434,
    innerPort: null,
    baseUrl: 'http://localhost:11434/v1',
    problems: [],
    pending: null,
    portConflicts: [],
    ollamaApp: null,
    runs: [],
    advisories: [],
  },
  models: {
    installed: [
      {
        name: 'qwen3:8b',
        digest: 'sha256:500a1f067a9f',
        sizeBytes: 5.2e9,
        modifiedAt: 0,
        family: 'qwen3',
        parameterSize: '8.2B',
        quantization: 'Q4_K_M',
        contextLength: 40_960,
        embeddingLength: 4096,
        capabilities: ['completion', 'tools'],
        remoteHost: null,
      },
    ],
    loaded: [],
    loading: [],
    known: true,
    disk: null,
  },
  pulls: [],
  exposure: {
    desired: 'thisMac',
    pending: null,
    effective: {
      reach: 'thisMac',
      open: false,
      keyed: false,
      ollamaHost: '127.0.0.1:11434',
      listening: ['127.0.0.1'],
    },
    keptOpen: null,
    applying: false,
    degradedReason: null,
    readOnlyReason: null,
    addresses: [{ kind: 'loopback', label: 'This Mac', url: 'http://localhost:11434/v1', needsKey: false }],
    formerAddresses: [],
    interfaces: [],
    tailscale: {
      state: 'missing',
      source: null,
      addresses: [],
      dnsName: null,
      unavailableReason: 'Tailscale is not installed.',
    },
    https: { state: 'off', url: null, consentUrl: null, reason: 'Tailscale is not installed.' },
  },
  settings: {
    startServer: true,
    openAtLogin: false,
    keepServerAfterQuit: false,
    keepAwake: false,
    reach: 'thisMac',
    requireKey: true,
    closedInterfaces: [],
    allowedHosts: [],
    tailnetHttps: false,
    localApps: 'corral',
    requestWaitSeconds: 30,
    ollamaPath: null,
    port: null,
    modelsFolder: null,
    keepAlive: null,
    contextLength: null,
    parallelRequests: null,
    maxLoadedModels: null,
    maxQueue: null,
    flashAttention: null,
    kvCacheType: null,
    allowedOrigins: [],
    cloudOff: false,
    debug: false,
    extraVariables: [],
  },
  restartNeeded: [],
  work: { activeRequests: 0, keyedRequests: 0, pulls: [] },
  keys: [],
  aliases: [],
};

export interface RenderedCorral {
  /** The calls made so far: `models.pull` and its input. */
  readonly calls: readonly (readonly [path: string, input: unknown])[];
  /** Changes the state, as core would. */
  change(patch: Partial<Snapshot>): void;
  /** Loses the connection to Corral. */
  loseLink(): void;
}

/** Renders a part of the page with a client whose calls return what `respond` returns; what it throws is the call's error. */
export function renderWithCorral(
  children: ReactNode,
  options: { readonly patch?: Partial<Snapshot>; readonly respond?: (path: string, input: unknown) => unknown } = {},
): RenderedCorral {
  const calls: (readonly [string, unknown])[] = [];
  const listeners = new Set<() => void>();
  let current: Snapshot = { ...snapshotFixture, ...options.patch };
  const client: CorralClient = createORPCClient({
    call: async (path, input) => {
      calls.push([path.join('.'), input]);
      return await options.respond?.(path.join('.'), input);
    },
  });
  const link = createLinkStateStore();
  link.set('open');
  const corral: Corral = {
    client,
    link,
    drafts: createDraftStore(),
    snapshot: {
      get: () => current,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
  render(<CorralContext value={corral}>{children}</CorralContext>);
  onTestFinished(cleanup);
  return {
    calls,
    change: (patch) =>
      act(() => {
        current = { ...current, ...patch };
        for (const listener of listeners) listener();
      }),
    loseLink: () => act(() => link.set('lost')),
  };
}
