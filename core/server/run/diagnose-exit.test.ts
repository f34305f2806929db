import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { diagnoseExit } from './diagnose-exit.ts';

const exit = { code: 126, signal: null };

function isOllamaAppsStop(): Promise<boolean> {
  return Promise.resolve(false);
}

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
    const facts = { lastLines: ['cannot execute'], isOllamaAppsStop };
    expect(await diagnoseExit({ program, exit, wasReady: false }, facts)).toEqual({
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
  expect(await diagnoseExit({ program, exit, wasReady: true }, { lastLines: [], isOllamaAppsStop })).toMatchObject({
    kind: 'exited',
    message: 'The server quit with exit code 126.',
  });
});

test.each([
  ['SIGTERM', { code: 0, signal: null }, true, 'stoppedByOllamaApp'],
  ['SIGTERM in a start', { code: null, signal: 'SIGTERM' }, true, 'stoppedByOllamaApp'],
  ['a signal that the app doesn’t send', { code: null, signal: 'SIGHUP' }, true, 'stoppedByOther'],
  ['SIGTERM of somebody else', { code: 0, signal: null }, false, 'stoppedByOther'],
  ['SIGKILL', { code: null, signal: 'SIGKILL' }, true, 'exited'],
] as const)('%s, with the Ollama app just started: %j', async (_what, request, isOllamaApps, kind) => {
  const facts = { lastLines: [], isOllamaAppsStop: () => Promise.resolve(isOllamaApps) };
  expect(await diagnoseExit({ program: '/ollama', exit: request, wasReady: true }, facts)).toMatchObject({ kind });
});
