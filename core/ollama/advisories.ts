import type { Advisory, ServerSlice } from '../../contract/server.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { compareVersions } from './compare-versions.ts';
import { KNOWN_VULNERABILITIES } from './known-vulnerabilities.ts';

function isBefore(version: string, other: string): boolean {
  const order = compareVersions(version, other);
  return order !== null && order < 0;
}

/** The known vulnerabilities of a version; none for one that can't be compared, such as `0.0.0` of local builds. */
export function advisoriesFor(version: string): Advisory[] {
  if (compareVersions(version, '0.0.0') === 0) return [];
  return KNOWN_VULNERABILITIES.filter(
    ({ since, fixedIn }) => isBefore(version, fixedIn) && (since === undefined || !isBefore(version, since)),
  ).map(({ id, title, fixedIn, url }) => ({ id, title, fixedIn, url }));
}

/** The version of the running server, otherwise of the executable that would be started. */
function versionInUse({ actual, program }: ServerSlice): string | null {
  return 'version' in actual ? actual.version : (program?.version ?? null);
}

/** Publishes `server.advisories` for the version in use, whoever started the server. The returned function ends it. */
export function publishAdvisories(store: SnapshotStore): () => void {
  const publish = (): void => {
    const version = versionInUse(store.get().server);
    const advisories = version === null ? [] : advisoriesFor(version);
    store.update('server', (server) => ({ ...server, advisories }));
  };
  publish();
  return store.subscribe((changed) => {
    if (changed === 'server') publish();
  });
}
