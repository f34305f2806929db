import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { groupMembers } from '../../os/process-info.ts';
import { type Circumstances, superviseFake } from './supervise-fake-fixture.ts';

/** For a test: a supervisor that is closed at its end; its home is removed unless the test brought one. */
export async function superviseInTest(circumstances: Partial<Circumstances> = {}) {
  const home = circumstances.home ?? (await mkdtemp(join(tmpdir(), 'corral-supervisor-')));
  if (circumstances.home === undefined) {
    onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  }
  const supervised = await superviseFake({ ...circumstances, home });
  onTestFinished(() => supervised.supervisor.close());
  const state = () => supervised.server().actual.state;
  const waitFor = (expected: string) => expect.poll(state).toBe(expected);
  return { ...supervised, waitFor, home };
}

/** The living processes of a server and its runners. */
export async function alive(pid: number | null): Promise<number[]> {
  return pid === null ? [] : groupMembers(pid);
}
