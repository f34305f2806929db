import type { Program } from '../../contract/server.ts';
import { programVersion } from '../ollama/program-version.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';

export interface ShownProgram {
  /** The program in use, or that there is none; `env` is what it runs in. */
  found(program: Omit<Program, 'version'> | null, env: Record<string, string>): void;
  /** Our server said which version it is, so the program is. */
  answered(version: string): void;
  /** No server of ours will say it for now: the program is asked, once. */
  ask(): void;
  /** Asks no more, and resolves when a program that was being asked is gone. */
  close(): Promise<void>;
}

/** Keeps `server.program`, with the version of the program itself and never that of somebody else's server. */
export function createShownProgram(store: SnapshotStore): ShownProgram {
  let env: Record<string, string> = {};
  let asked: string | null = null;
  let asking: Promise<unknown> = Promise.resolve();
  const end = new AbortController();

  const shown = (): Program | null => store.get().server.program;
  const show = (program: Program | null): void => store.update('server', (slice) => ({ ...slice, program }));
  const learn = (path: string, version: string | null): void => {
    const program = shown();
    if (program?.path === path) show({ ...program, version });
  };

  return {
    found: (program, itsEnv) => {
      const before = shown();
      env = itsEnv;
      if (program === null || program.path !== before?.path) asked = null;
      show(program && { ...program, version: before?.path === program.path ? before.version : null });
    },
    answered: (version) => {
      const program = shown();
      if (program) learn(program.path, version);
    },
    ask: () => {
      const program = shown();
      if (program === null || program.version !== null || asked === program.path || end.signal.aborted) return;
      asked = program.path;
      const asks = programVersion(program.path, env, end.signal).then((version) => {
        if (!end.signal.aborted) learn(program.path, version);
      });
      asking = Promise.all([asking, asks]);
    },
    close: async () => {
      end.abort();
      await asking;
    },
  };
}
