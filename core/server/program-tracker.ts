import type { Program, ServerActual } from '../../contract/server.ts';
import { programVersion } from '../ollama/program-version.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { isInTransition } from './supervisor-state.ts';

export interface ProgramTracker {
  /** The executable that the next run uses, null when there is none, and the environment it runs in. */
  onProgram(program: Omit<Program, 'version'> | null, env: Record<string, string>): void;
  /** A running server of ours reports its version; with none running or about to, the executable itself is asked, once. */
  onState(actual: ServerActual): void;
  /** Asks no more, and resolves when an executable that was being asked has exited. */
  close(): Promise<void>;
}

/** Updates `server.program` with the version of the executable itself, never that of a server running outside Corral. */
export function createProgramTracker(store: SnapshotStore): ProgramTracker {
  let env: Record<string, string> = {};
  let askedPath: string | null = null;
  let asking: Promise<unknown> = Promise.resolve();
  const closed = new AbortController();

  const current = (): Program | null => store.get().server.program;
  const publish = (program: Program | null): void => store.update('server', (slice) => ({ ...slice, program }));
  const setVersion = (path: string, version: string | null): void => {
    const program = current();
    if (program?.path === path) publish({ ...program, version });
  };
  const askExecutable = ({ path, version: known }: Program): void => {
    if (known !== null || askedPath === path || closed.signal.aborted) return;
    askedPath = path;
    const asked = programVersion(path, { env, signal: closed.signal }).then((version) => {
      if (!closed.signal.aborted) setVersion(path, version);
    });
    asking = Promise.all([asking, asked]);
  };

  return {
    onProgram: (program, programEnv) => {
      const before = current();
      env = programEnv;
      if (program === null || program.path !== before?.path) askedPath = null;
      publish(program && { ...program, version: before?.path === program.path ? before.version : null });
    },
    onState: (actual) => {
      const program = current();
      if (program === null) return;
      if (actual.state === 'running') setVersion(program.path, actual.version);
      else if (!isInTransition(actual)) askExecutable(program);
    },
    close: async () => {
      closed.abort();
      await asking;
    },
  };
}
