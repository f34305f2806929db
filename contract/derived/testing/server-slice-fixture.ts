import type { ServerActual, ServerSlice } from '../../server.ts';

/** A server that is wanted running, in a state, with nothing else known; `changes` replaces fields. */
export function serverSliceFixture(actual: ServerActual, changes: Partial<ServerSlice> = {}): ServerSlice {
  return {
    desired: 'running',
    actual,
    program: null,
    pid: null,
    port: 11434,
    innerPort: null,
    baseUrl: 'http://localhost:11434/v1',
    problems: [],
    pending: null,
    portConflicts: [],
    ollamaApp: null,
    runs: [],
    advisories: [],
    ...changes,
  };
}
