import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import { createSleepInhibitor } from './sleep-inhibitor.ts';

/** Like the real ones: it runs as long as the command after its options, or until it is terminated. */
const stub = `#!/bin/sh
echo "$@" > "$NOTES/arguments"
while [ "\${1#-}" != "$1" ]; do shift; done
echo $$ >> "$NOTES/pids"
# By default a shell gives a background command no input.
exec 3<&0
"$@" <&3 &
echo $! >> "$NOTES/pids"
wait
`;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie that hasn't been reaped yet counts as gone.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe.skipIf(process.platform !== 'linux')('keeping the computer awake', () => {
  let folder: string;
  const path = (name: string) => join(folder, name);
  const env = () => ({ PATH: `${path('bin')}:/usr/bin:/bin`, NOTES: folder });
  const pids = () =>
    existsSync(path('pids')) ? readFileSync(path('pids'), 'utf8').trim().split('\n').map(Number) : [];
  const untilRunning = async () => {
    await eventually(() => expect(pids()).toHaveLength(2));
    return pids();
  };
  const untilGone = (ids: readonly number[]) => eventually(() => expect(ids.filter(isRunning)).toEqual([]));
  const onLinux = () =>
    createSleepInhibitor({ platform: 'linux', env: env(), reason: 'a test', systemdFolder: folder });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corral-awake-'));
    mkdirSync(path('bin'));
    for (const name of ['systemd-inhibit', 'caffeinate']) writeFileSync(path(`bin/${name}`), stub, { mode: 0o755 });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('runs one tool, once, and stops it', async () => {
    const inhibitor = onLinux();
    expect(inhibitor.available).toBe(true);
    inhibitor.setActive(true);
    inhibitor.setActive(true);
    const ids = await untilRunning();
    expect(readFileSync(path('arguments'), 'utf8')).toBe('--what=sleep --who=Corral --why=a test --mode=block cat\n');
    expect(ids.every(isRunning)).toBe(true);
    inhibitor.setActive(false);
    await untilGone(ids);
    inhibitor.setActive(false);
    expect(pids()).toEqual(ids);
    inhibitor.setActive(true);
    await eventually(() => expect(pids()).toHaveLength(4));
    inhibitor.setActive(false);
    await untilGone(pids());
  });

  it('tells macOS which process it depends on', async () => {
    const inhibitor = createSleepInhibitor({
      platform: 'darwin',
      env: env(),
      reason: 'a test',
      caffeinate: path('bin/caffeinate'),
    });
    inhibitor.setActive(true);
    await eventually(() => expect(readFileSync(path('arguments'), 'utf8')).toBe(`-i -w ${process.pid}\n`));
    inhibitor.setActive(false);
  });

  it('leaves nothing behind where Corral is killed', async () => {
    const source = `
      import { createSleepInhibitor } from ${JSON.stringify(new URL('sleep-inhibitor.ts', import.meta.url).href)};
      createSleepInhibitor({ platform: 'linux', env: process.env, reason: 'a test', systemdFolder: '/' }).setActive(true);
      setInterval(() => undefined, 1000);
    `;
    const corral = spawn(process.execPath, ['--input-type=module', '--eval', source], { env: env(), stdio: 'inherit' });
    onTestFinished(() => {
      corral.kill('SIGKILL');
    });
    const ids = await untilRunning();
    corral.kill('SIGKILL');
    await untilGone(ids);
  });

  it('doesn’t keep its process alive', async () => {
    const source = `
      import { createSleepInhibitor } from ${JSON.stringify(new URL('sleep-inhibitor.ts', import.meta.url).href)};
      createSleepInhibitor({ platform: 'linux', env: process.env, reason: 'a test', systemdFolder: '/' }).setActive(true);
    `;
    const corral = spawn(process.execPath, ['--input-type=module', '--eval', source], { env: env(), stdio: 'inherit' });
    await eventually(() => expect(corral.exitCode).toBe(0));
    await untilGone(pids());
  });

  it('does no harm where the tool refuses or can’t be started', async () => {
    writeFileSync(path('bin/systemd-inhibit'), '#!/bin/sh\necho x >> "$NOTES/tries"\nexit 1\n', { mode: 0o755 });
    const inhibitor = onLinux();
    inhibitor.setActive(true);
    // Its end is known when it is tried again.
    await eventually(() => {
      inhibitor.setActive(true);
      expect(readFileSync(path('tries'), 'utf8')).toMatch(/x\nx/);
    });
    rmSync(path('bin/systemd-inhibit'));
    inhibitor.setActive(true);
    inhibitor.setActive(false);
  });

  it.each<[string, NodeJS.Platform, string]>([
    ['Linux without systemd-inhibit', 'linux', '/'],
    ['Linux not run by systemd', 'linux', '/no/such/folder'],
    ['macOS without caffeinate', 'darwin', '/'],
    ['another system', 'freebsd', '/'],
  ])('is not available on %s, and then does nothing', (what, platform, systemdFolder) => {
    if (what.includes('without')) rmSync(path('bin'), { recursive: true });
    const PATH = path('bin');
    const options = {
      platform,
      env: { ...env(), PATH },
      reason: 'a test',
      caffeinate: path('bin/caffeinate'),
      systemdFolder,
    };
    const inhibitor = createSleepInhibitor(options);
    expect(inhibitor.available).toBe(false);
    inhibitor.setActive(true);
    inhibitor.setActive(false);
    expect(pids()).toEqual([]);
  });
});
