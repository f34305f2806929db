import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests wait for states, which a busy machine takes longer to reach. The wait ends as soon as the state is reached. */
const slowMachine = { testTimeout: 45_000, hookTimeout: 45_000, expect: { poll: { timeout: 20_000 } } };

/** Folders whose tests share no state between files, so that they can share a worker's modules: three times as fast. */
const WITHOUT_ISOLATION = ['contract', 'renderer'];

/** A project a folder. Unit tests stand beside what they test, and `tests/` holds what needs more than one folder. */
function nodeProject(name: string) {
  return {
    test: {
      name,
      include: [`${name}/**/*.test.ts`],
      environment: 'node' as const,
      isolate: !WITHOUT_ISOLATION.includes(name),
      ...slowMachine,
    },
  };
}

/** Most tests wait for processes and pages, so more files than processors run at once. */
const maxWorkers = availableParallelism() * 2;

/** Longest first. */
const STARTS_EARLY = ['/tests/faults/', '/tests/'];

/** Starts the longest files first; otherwise they run last, with one processor idle. A file's size says nothing about its duration. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = STARTS_EARLY.findIndex((folder) => moduleId.includes(folder));
      return at === -1 ? STARTS_EARLY.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    maxWorkers,
    sequence: { sequencer: LongestFirst },
    projects: [
      ...['contract', 'core', 'headless', 'electron', 'renderer', 'scripts', 'tests'].map(nodeProject),
      {
        plugins: [react()],
        test: {
          // Components, in a document that is made once a worker: making it takes longer than most of these tests.
          name: 'renderer-dom',
          isolate: false,
          include: ['renderer/**/*.test.tsx'],
          environment: 'jsdom' as const,
          setupFiles: ['renderer/testing/patience-fixture.ts'],
          ...slowMachine,
        },
      },
    ],
  },
});
