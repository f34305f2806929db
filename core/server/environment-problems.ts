import type { Logger } from 'pino';
import type { Problem } from '../../contract/server.ts';
import type { Settings } from '../../contract/settings.ts';
import { launchdValues } from '../os/launchd-environment.ts';
import { describeInherited, type InheritedProblem, inheritedProblems } from '../settings/inherited-problems.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';

export interface EnvironmentProblemsOptions {
  readonly store: SnapshotStore;
  readonly env: NodeJS.ProcessEnv;
  /** The folder that the server runs in. */
  readonly serverFolder: string;
  readonly logger: Pick<Logger, 'warn'>;
  /** What launchd gives to every app; a test gives its own. */
  readonly readLaunchd?: typeof launchdValues;
}

function idOf(variable: string): string {
  return `environment-${variable}`;
}

/**
 * The list of problems with those of the environment as they are now: one that a setting overrides is resolved, and one that
 * was removed from the list by the person doesn't come back as long as nothing changes.
 */
function withProblems(listed: readonly Problem[], current: readonly Problem[], added: ReadonlySet<string>): Problem[] {
  const byId = new Map(current.map((problem) => [problem.id, problem]));
  const kept = listed.map((problem) => {
    if (problem.kind !== 'environment') return problem;
    const now = byId.get(problem.id);
    return now ? { ...now, at: problem.at } : { ...problem, resolved: true };
  });
  const listedIds = new Set(listed.map(({ id }) => id));
  return [...current.filter(({ id }) => added.has(id) && !listedIds.has(id)), ...kept];
}

/**
 * Names what is wrong with the variables that the server inherits, before it starts and for as long as they are in effect.
 * Gives the function that ends this.
 */
export function publishEnvironmentProblems(options: EnvironmentProblemsOptions): () => void {
  const { store, env, serverFolder, logger, readLaunchd = launchdValues } = options;
  let launchd: Readonly<Record<string, string>> = {};
  let published = new Set<string>();

  const find = (settings: Settings): InheritedProblem[] => inheritedProblems({ env, settings, serverFolder });
  const publish = (): void => {
    const at = Date.now();
    const current = find(store.get().settings).map((found): Problem => {
      const words = describeInherited(found, env, launchd);
      return { id: idOf(found.variable), kind: 'environment', at, ...words, resolved: false };
    });
    const added = new Set(current.map(({ id }) => id).filter((id) => !published.has(id)));
    for (const { id, title, detail } of current) if (added.has(id)) logger.warn(`${title}: ${detail}`);
    published = new Set(current.map(({ id }) => id));
    if (current.length === 0 && !store.get().server.problems.some(({ kind }) => kind === 'environment')) return;
    store.update('server', (slice) => ({ ...slice, problems: withProblems(slice.problems, current, added) }));
  };

  publish();
  const names = find(store.get().settings).map(({ variable }) => variable);
  if (names.length > 0) {
    void readLaunchd(names).then((values) => {
      launchd = values;
      if (Object.keys(values).length > 0) publish();
    });
  }
  return store.subscribe((slice) => {
    if (slice === 'settings') publish();
  });
}
