import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { FAULT_NAMES, FAULTS } from '../../core/data-folder/testing/faults-fixture.ts';
import { corralFor } from './corral-for.ts';
import { connectRpc, snapshotUntil } from './rpc-client.ts';

const HOST_PROGRAM = fileURLToPath(new URL('../../out/headless/main.js', import.meta.url));
/** Its name on every system; it owns nothing. */
const NOBODY = 65_534;

let home: string;
let dataDir: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'corral-e2e-'));
  dataDir = join(home, 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  onTestFinished(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
});

/** Every file that Corral reads when it starts, and the notice about it. */
const FILES: Readonly<Record<string, string>> = {
  'settings.json': 'settings-unreadable',
  'keys.json': 'keys-unreadable',
  'aliases.json': 'aliases-unreadable',
  'pulls.json': 'pulls-unreadable',
  'run.json': 'run-unreadable',
  'tailscale-serve.json': 'serve-unreadable',
  'models-volume.json': 'volume-unreadable',
  'corral.db': 'database-unreadable',
};

test.each(FAULT_NAMES)(
  'when every file is a %s, each is moved aside with a notice, and the server runs',
  async (fault) => {
    for (const name of Object.keys(FILES)) FAULTS[fault](join(dataDir, name));
    const inodes = new Map(Object.keys(FILES).map((name) => [name, lstatSync(join(dataDir, name)).ino]));
    const corral = await corralFor({ home });
    const { client, close } = await connectRpc(corral.url);
    onTestFinished(close);
    // An empty database is one.
    const damaged = Object.keys(FILES).filter((name) => !(fault === 'empty file' && name === 'corral.db'));
    const ids = new Set(damaged.map((name) => FILES[name]));
    const { app } = await snapshotUntil(client, ({ app: { notices }, server }) => {
      return notices.length >= ids.size && server.actual.state === 'running';
    });
    expect(new Set(app.notices.map(({ id }) => id))).toEqual(ids);
    const names = readdirSync(dataDir);
    for (const name of damaged) {
      const moved = names.find((one) => one.startsWith(`${name.replace(/\.\w+$/, '')}.broken-`)) ?? '';
      expect(lstatSync(join(dataDir, moved)).ino).toBe(inodes.get(name));
      expect(app.notices.some(({ detail }) => detail.includes(`Corral moved it to ${moved} in the data folder.`))).toBe(
        true,
      );
    }
    expect(await corral.stop()).toBe(0);
  },
);

/** Starts a host that isn't expected to start; as nobody, where the tests run as root, whom modes don't stop. */
async function failedStart(options: { readonly args?: readonly string[]; readonly asNobody?: boolean } = {}) {
  const { args = ['--data-dir', dataDir], asNobody = false } = options;
  const user = asNobody && process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const host = spawn(process.execPath, [HOST_PROGRAM, '--port', '0', '--no-open', ...args], {
    env: { HOME: home, PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  onTestFinished(() => void host.kill('SIGKILL'));
  const [[code], output, errors] = await Promise.all([once(host, 'exit'), text(host.stdout), text(host.stderr)]);
  return { code, output, errors };
}

describe('a start that can’t succeed is one line and exit code 1', () => {
  test('for another user’s host.lock', async () => {
    const lock = join(dataDir, 'host.lock');
    writeFileSync(lock, '{}', { mode: 0o600 });
    if (process.getuid?.() === 0) for (const path of [home, dataDir]) chownSync(path, NOBODY, NOBODY);
    else chmodSync(lock, 0);
    const { code, output, errors } = await failedStart({ asNobody: true });
    expect({ code, output, errors }).toEqual({
      code: 1,
      output: '',
      errors:
        `Another Corral may be using this data folder: ${lock} can't be read, and may belong to another user ` +
        `("ls -l" shows its owner). Make sure that none is running, then delete it.\n`,
    });
    expect(readFileSync(lock, 'utf8')).toBe('{}');
    expect(readdirSync(dataDir)).toEqual(['host.lock']);
  });

  test.each([
    ['that can’t be written to', 0o500],
    ['that can’t be entered', 0o000],
  ])('for a folder %s', async (_what, mode) => {
    chmodSync(home, 0o755);
    if (process.getuid?.() === 0) chownSync(dataDir, NOBODY, NOBODY);
    chmodSync(dataDir, mode);
    const { code, output, errors } = await failedStart({ asNobody: true });
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(/^Can't use the data folder: EACCES.*\n$/);
  });

  test('for a folder that can’t be created', async () => {
    chmodSync(home, 0o555);
    if (process.getuid?.() !== 0) onTestFinished(() => chmodSync(home, 0o755));
    const { code, errors } = await failedStart({ args: ['--data-dir', join(home, 'new')], asNobody: true });
    expect(code).toBe(1);
    expect(errors).toMatch(/^Can't use the data folder: EACCES.*\n$/);
  });

  test('for a file in its place', async () => {
    const file = join(home, 'file');
    writeFileSync(file, '');
    const { code, errors } = await failedStart({ args: ['--data-dir', file] });
    expect(code).toBe(1);
    expect(errors).toMatch(/^Can't use the data folder: EEXIST.*\n$/);
  });

  const canMount = process.platform === 'linux' && spawnSync('unshare', ['-m', 'true']).status === 0;
  test.runIf(canMount)('for a full disk', () => {
    const script =
      'mount -t tmpfs -o size=4k none "$1" && head -c 4096 /dev/zero > "$1/full" && exec "$2" "$3" --port 0 --no-open --data-dir "$1"';
    const args = ['-m', 'sh', '-c', script, 'sh', dataDir, process.execPath, HOST_PROGRAM];
    const { status, stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^Can't use the data folder: ENOSPC: no space left on device.*\n$/);
  });
});
