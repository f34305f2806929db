import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** States are waited for, and a busy machine takes longer to reach them; the wait ends as soon as they are there. */
const slowMachine = { poll: { timeout: 20_000 } };

/** A project a folder; unit tests sit beside what they test, and `tests/` holds what needs more than one folder. */
const nodeProject = (name: string) => ({
  test: {
    name,
    include: [`${name}/**/*.test.ts`],
    environment: 'node' as const,
    testTimeout: 45_000,
    expect: slowMachine,
  },
});

/** They mostly wait for processes and pages, so that more files than processors can be under way. */
const maxWorkers = Math.ceil(availableParallelism() * 1.5);

export default defineConfig({
  test: {
    maxWorkers,
    projects: [
      ...['contract', 'core', 'headless', 'electron', 'scripts', 'tests'].map(nodeProject),
      {
        plugins: [react()],
        test: {
          name: 'renderer',
          include: ['renderer/**/*.test.{ts,tsx}'],
          environment: 'jsdom' as const,
          expect: slowMachine,
        },
      },
    ],
  },
});
