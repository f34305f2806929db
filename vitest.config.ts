import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** States are waited for, and a busy machine takes longer to reach them; the wait ends as soon as they are there. */
const slowMachine = { testTimeout: 45_000, hookTimeout: 45_000, expect: { poll: { timeout: 20_000 } } };

/** A project a folder; unit tests sit beside what they test, and `tests/` holds what needs more than one folder. */
function nodeProject(name: string) {
  return {
    test: {
      name,
      include: [`${name}/**/*.test.ts`],
      environment: 'node' as const,
      ...slowMachine,
    },
  };
}

/** They mostly wait for processes and pages, so that more files than processors can be under way. */
const maxWorkers = availableParallelism() * 2;

const beginsEarly = ['/tests/faults/', '/tests/'];

/** What takes longest begins first, or it would be left for the end, with one processor idle. Size says nothing of it here. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = beginsEarly.findIndex((folder) => moduleId.includes(folder));
      return at === -1 ? beginsEarly.length : at;
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
          // What draws; a document takes longer to make than most of the other tests take.
          name: 'renderer-dom',
          include: ['renderer/**/*.test.tsx'],
          environment: 'jsdom' as const,
          setupFiles: ['renderer/testing/patience-fixture.ts'],
          ...slowMachine,
        },
      },
    ],
  },
});
