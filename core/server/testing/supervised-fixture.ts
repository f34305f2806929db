import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { groupMembers } from '../../os/process-info.ts';
import { type FakeOptions, superviseFake } from './supervise-fake-fixture.ts';

/** A supervisor that is closed at the end of the test; its home is removed unless the test provided one. */
export async function superviseInTest(options: Partial<FakeOptions> = {}) {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'corral-supervisor-')));
  if (options.home === undefined) {
    onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  }
  const supervised = await superviseFake({ ...options, home });
  onTestFinished(() => supervised.supervisor.close());
  const state = () => supervised.server().actual.state;
  const waitFor = (expected: string) => expect.poll(state).toBe(expected);
  return { ...supervised, waitFor, home };
}

/** The running processes of a server and its runners. */
export async function serverProcesses(pid: number | null): Promise<number[]> {
  return pid === null ? [] : groupMembers(pid);
}
