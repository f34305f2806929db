import type { InstalledModel, LoadedModel, Pull } from '../../contract/models.ts';
import { Settings } from '../../contract/settings.ts';
import type { InitialFacts } from '../../core/snapshot/initial-snapshot.ts';

/** A snapshot's first facts, for tests. */
export const sampleFacts: InitialFacts = {
  app: {
    version: '0.1.0',
    host: 'desktop',
    platform: 'darwin',
    dataDir: '/data',
    memoryBytes: 32e9,
    fixed: {},
    capabilities: { pickFile: true, revealFile: true, loginItem: true, keepAwake: true, quit: true },
    notices: [],
  },
  settings: Settings.parse({}),
  port: 11434,
};

export function installed(name: string): InstalledModel {
  return {
    name,
    digest: name,
    sizeBytes: 5e9,
    modifiedAt: 0,
    family: null,
    parameterSize: null,
    quantization: null,
    contextLength: null,
    embeddingLength: null,
    capabilities: ['completion'],
    remoteHost: null,
  };
}

export function loaded(name: string, expiresAt: number | null): LoadedModel {
  return { name, sizeBytes: 6.14e9, gpuBytes: 0, contextLength: null, expiresAt };
}

export function pullOf(name: string, changes: Partial<Pull>): Pull {
  return {
    id: name,
    name,
    state: 'running',
    phase: 'pulling',
    completedBytes: 38.9,
    totalBytes: 100,
    bytesPerSecond: 1,
    secondsLeft: 170,
    failure: null,
    startedAt: 0,
    ...changes,
  };
}
