import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { diagnoseExit } from './diagnose-exit.ts';

const exit = { code: 126, signal: null };

/** An executable for another system: Linux has a shell try to run it, which exits with 126. */
async function windowsExecutable(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'corral-exit-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'ollama');
  await writeFile(path, Buffer.concat([Buffer.from('MZ'), Buffer.alloc(64, 0x90)]), { mode: 0o755 });
  return path;
}

test.runIf(process.platform === 'linux')(
  'before the server was ready, its executable may explain the exit',
  async () => {
    const program = await windowsExecutable();
    expect(await diagnoseExit({ program, exit, wasReady: false }, ['cannot execute'])).toEqual({
      kind: 'wrongArchitecture',
      message: `${program} can’t run on this computer because it was built for Windows.`,
      exitCode: 126,
      signal: null,
      lastLines: ['cannot execute'],
    });
  },
);

test('after that only the exit counts', async () => {
  const program = await windowsExecutable();
  expect(await diagnoseExit({ program, exit, wasReady: true }, [])).toMatchObject({
    kind: 'exited',
    message: 'The server quit with exit code 126.',
  });
});
