import type { Advisory, ServerSlice } from '../../contract/server.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { compareVersions } from './compare-versions.ts';
import { knownVulnerabilities } from './known-vulnerabilities.ts';

/** What is known of a version of Ollama; nothing of one that can't be told, such as `0.0.0`, which builds of one's own report. */
export function advisoriesFor(version: string): Advisory[] {
  if (compareVersions(version, '0.0.0') === 0) return [];
  return knownVulnerabilities
    .filter(({ since, fixedIn }) => isBefore(version, fixedIn) && (since === undefined || !isBefore(version, since)))
    .map(({ id, title, fixedIn, url }) => ({ id, title, fixedIn, url }));
}

/** Keeps `server.advisories` for the version of the server in use, whoever started it. The returned function ends that. */
export function publishAdvisories(store: SnapshotStore): () => void {
  const keep = (): void => {
    const version = versionInUse(store.get().server);
    const advisories = version === null ? [] : advisoriesFor(version);
    store.update('server', (server) => ({ ...server, advisories }));
  };
  keep();
  return store.subscribe((changed) => {
    if (changed === 'server') keep();
  });
}

/** The running server's own word, else the program's that would be started. */
function versionInUse({ actual, program }: ServerSlice): string | null {
  return 'version' in actual ? actual.version : (program?.version ?? null);
}

function isBefore(version: string, other: string): boolean {
  const order = compareVersions(version, other);
  return order !== null && order < 0;
}
