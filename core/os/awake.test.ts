import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import { createAwakeKeeper } from './awake.ts';

/** Like the real ones: it lives as long as the command behind its options, or until it is ended. */
const stub = `#!/bin/sh
echo "$@" > "$NOTES/arguments"
while [ "\${1#-}" != "$1" ]; do shift; done
echo $$ >> "$NOTES/pids"
# A shell gives a command in the background no input of its own accord.
exec 3<&0
"$@" <&3 &
echo $! >> "$NOTES/pids"
wait
`;

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie that nobody has reaped yet is gone for our purposes.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe.skipIf(process.platform !== 'linux')('keeping the machine awake', () => {
  let folder: string;
  const path = (name: string) => join(folder, name);
  const env = () => ({ PATH: `${path('bin')}:/usr/bin:/bin`, NOTES: folder });
  const pids = () =>
    existsSync(path('pids')) ? readFileSync(path('pids'), 'utf8').trim().split('\n').map(Number) : [];
  const untilRunning = async () => {
    await eventually(() => expect(pids()).toHaveLength(2));
    return pids();
  };
  const untilGone = (ids: readonly number[]) => eventually(() => expect(ids.filter(alive)).toEqual([]));
  const onLinux = () => createAwakeKeeper({ platform: 'linux', env: env(), systemdFolder: folder });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corral-awake-'));
    mkdirSync(path('bin'));
    for (const name of ['systemd-inhibit', 'caffeinate']) writeFileSync(path(`bin/${name}`), stub, { mode: 0o755 });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('runs one program, once, and ends it', async () => {
    const awake = onLinux();
    expect(awake.available).toBe(true);
    awake.keep(true);
    awake.keep(true);
    const ids = await untilRunning();
    expect(readFileSync(path('arguments'), 'utf8')).toBe(
      '--what=sleep --who=Corral --why=An answer or a download is under way --mode=block cat\n',
    );
    expect(ids.every(alive)).toBe(true);
    awake.keep(false);
    await untilGone(ids);
    awake.keep(false);
    expect(pids()).toEqual(ids);
    awake.keep(true);
    await eventually(() => expect(pids()).toHaveLength(4));
    awake.keep(false);
    await untilGone(pids());
  });

  it('tells macOS whose life it hangs on', async () => {
    const awake = createAwakeKeeper({ platform: 'darwin', env: env(), caffeinate: path('bin/caffeinate') });
    awake.keep(true);
    await eventually(() => expect(readFileSync(path('arguments'), 'utf8')).toBe(`-i -w ${process.pid}\n`));
    awake.keep(false);
  });

  it('leaves nothing behind where Corral is killed', async () => {
    const source = `
      import { createAwakeKeeper } from ${JSON.stringify(new URL('awake.ts', import.meta.url).href)};
      createAwakeKeeper({ platform: 'linux', env: process.env, systemdFolder: '/' }).keep(true);
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

  it('lets its process end', async () => {
    const source = `
      import { createAwakeKeeper } from ${JSON.stringify(new URL('awake.ts', import.meta.url).href)};
      createAwakeKeeper({ platform: 'linux', env: process.env, systemdFolder: '/' }).keep(true);
    `;
    const corral = spawn(process.execPath, ['--input-type=module', '--eval', source], { env: env(), stdio: 'inherit' });
    await eventually(() => expect(corral.exitCode).toBe(0));
    await untilGone(pids());
  });

  it('goes on where the program refuses or cannot be started', async () => {
    writeFileSync(path('bin/systemd-inhibit'), '#!/bin/sh\necho x >> "$NOTES/tries"\nexit 1\n', { mode: 0o755 });
    const awake = onLinux();
    awake.keep(true);
    // Its end is known when it is tried again.
    await eventually(() => {
      awake.keep(true);
      expect(readFileSync(path('tries'), 'utf8')).toMatch(/x\nx/);
    });
    rmSync(path('bin/systemd-inhibit'));
    awake.keep(true);
    awake.keep(false);
  });

  it.each<[string, NodeJS.Platform, string]>([
    ['Linux without systemd-inhibit', 'linux', '/'],
    ['Linux that systemd does not run', 'linux', '/no/such/folder'],
    ['macOS without caffeinate', 'darwin', '/'],
    ['another system', 'freebsd', '/'],
  ])('is not available on %s, and then does nothing', (what, platform, systemdFolder) => {
    if (what.includes('without')) rmSync(path('bin'), { recursive: true });
    const PATH = path('bin');
    const options = { platform, env: { ...env(), PATH }, caffeinate: path('bin/caffeinate'), systemdFolder };
    const awake = createAwakeKeeper(options);
    expect(awake.available).toBe(false);
    awake.keep(true);
    awake.keep(false);
    expect(pids()).toEqual([]);
  });
});
