import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import { followFile } from './follow-file.ts';

let path: string;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'corral-rotation-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  path = join(folder, 'server-r1.log');
  await writeFile(path, '', { mode: 0o600 });
});

async function sizeOf(name: string): Promise<number> {
  return (await stat(name)).size;
}

/** Follows the file and collects its lines. */
async function follow(options: { readonly maxBytes: number; readonly fromTail?: boolean }) {
  const lines: string[] = [];
  const file = await followFile(path, { ...options, onLines: (news) => lines.push(...news) });
  onTestFinished(() => file.close());
  return { lines, file };
}

/** A process that appends `line N` a few times each millisecond, as a server does, until it is terminated. */
async function startWriter(): Promise<ChildProcess> {
  const file = await open(path, 'a');
  const program = `let n = 0; setInterval(() => {
    for (let i = 0; i < 20; i += 1) require('node:fs').writeSync(1, \`line \${n += 1} \${'x'.repeat(80)}\\n\`);
  }, 1)`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', file.fd, 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await file.close();
  return child;
}

function numberOf(line: string): number {
  return Number(/^line (\d+) x{80}$/.exec(line)?.[1] ?? Number.NaN);
}

// Again where the system interrupted this process for milliseconds exactly between the last read and the truncation.
const INTERRUPTED_RARELY = { retry: 2 };

test(
  'a file is emptied under a process that keeps writing, four older parts are kept, and no line is missing',
  INTERRUPTED_RARELY,
  async () => {
    const { lines, file } = await follow({ maxBytes: 100_000 });
    const child = await startWriter();
    await eventually(async () => expect(await sizeOf(`${path}.4`)).toBeGreaterThan(100_000));
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    await file.close();

    const names = ['.4', '.3', '.2', '.1', ''];
    const kept = (await Promise.all(names.map((end) => readFile(`${path}${end}`, 'utf8'))))
      .join('')
      .trimEnd()
      .split('\n');
    expect(kept).toEqual(lines.slice(-kept.length));
    const numbers = lines.map(numberOf);
    expect(numbers.every((n, i) => i === 0 || n > (numbers[i - 1] ?? 0))).toBe(true);
    // Only what is written in the microseconds between the last read and a cut may be missing.
    expect((numbers.at(-1) ?? 0) - numbers.length).toBeLessThan(numbers.length / 1_000 + 5);
    for (const end of names) expect((await stat(`${path}${end}`)).mode & 0o777).toBe(0o600);
  },
);

test('each rotation renames the older parts, of which there are never more than four', async () => {
  const { lines } = await follow({ maxBytes: 1_000 });
  for (let part = 1; part <= 6; part += 1) {
    await appendFile(path, `part ${part} ${'x'.repeat(1_000)}\n`);
    await eventually(async () => {
      expect(lines).toHaveLength(part);
      expect(await sizeOf(path)).toBe(0);
    });
  }
  const names = (await readdir(join(path, '..'))).sort();
  expect(names).toEqual(['', '.1', '.2', '.3', '.4'].map((end) => `server-r1.log${end}`));
  const first = await Promise.all([1, 2, 3, 4].map(async (n) => (await readFile(`${path}.${n}`, 'utf8')).slice(0, 6)));
  expect(first).toEqual(['part 6', 'part 5', 'part 4', 'part 3']);
});

test('while no copy can be made the file keeps growing, a line says so once, and a later check rotates it', async () => {
  // A folder in the copy's place simulates a disk without room for it.
  await mkdir(`${path}.copy`);
  const { lines } = await follow({ maxBytes: 1_000 });
  await appendFile(path, `one ${'x'.repeat(1_000)}\n`);
  await eventually(() =>
    expect(lines.at(-1)).toMatch(/^time=\S+ level=WARN source=corral msg="couldn't rotate this log;/),
  );
  await appendFile(path, 'two\n');
  await eventually(() => expect(lines.at(-1)).toBe('two'));

  await rm(`${path}.copy`, { recursive: true });
  await eventually(async () => expect(await sizeOf(path)).toBe(0));
  const kept = (await readFile(`${path}.1`, 'utf8')).trimEnd().split('\n');
  expect(kept).toEqual(lines);
  expect(kept.filter((line) => line.includes('source=corral'))).toHaveLength(1);
});

test('a file that can never be copied is emptied at five times the size, and a line says how much was dropped', async () => {
  await mkdir(`${path}.copy`);
  const { lines } = await follow({ maxBytes: 1_000 });
  const written = `${'x'.repeat(6_000)}\n`;
  await appendFile(path, written);
  await eventually(() => expect(lines.at(-1)).toContain(`Corral dropped ${written.length} bytes of this log`));
  expect(lines).toHaveLength(2);
  expect(await readFile(path, 'utf8')).toBe(`${lines.at(-1)}\n`);
});

test('of an existing file the last 64 kB are read, whole lines only, and then what follows', async () => {
  const before = Array.from({ length: 2_000 }, (_, n) => `line ${n} ${'€'.repeat(20)}`);
  await writeFile(path, `${before.join('\n')}\n`);
  const { lines } = await follow({ maxBytes: 1e6, fromTail: true });
  await appendFile(path, 'news\n');
  await eventually(() => expect(lines.at(-1)).toBe('news'));
  expect(lines.slice(0, -1)).toEqual(before.slice(-(lines.length - 1)));
  const bytes = Buffer.byteLength(lines.slice(0, -1).join('\n')) + 1;
  expect(bytes).toBeLessThanOrEqual(64 * 1024);
  expect(bytes).toBeGreaterThan(64 * 1024 - 100);
});
