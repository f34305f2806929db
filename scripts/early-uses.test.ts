import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { earlyUses } from './early-uses.mjs';

/** The names that are used early in a file of this content. */
function early(content: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'corral-early-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'file.ts');
  writeFileSync(file, content);
  return earlyUses([file]).map((line) => line.slice(file.length + 1));
}

test('finds a use in a function that is written before the declaration', () => {
  expect(early('const run = () => later + 1;\nconst later = 1;')).toEqual(['1: later is used before its declaration']);
  expect(early('function run() { return { later }; }\nconst { later } = { later: 1 };')).toHaveLength(1);
  expect(early('function run() { return new Later(); }\nclass Later {}')).toHaveLength(1);
});

test('permits functions, types, properties, other variables of that name, and recursion', () => {
  expect(early('const run = () => later();\nfunction later() {}')).toEqual([]);
  expect(early('type Early = typeof later;\nconst later = 1;')).toEqual([]);
  expect(early('function run(of: { later: number }) { return of.later; }\nconst later = 1;')).toEqual([]);
  expect(early('function run(later: number) { return later; }\nconst later = 1;')).toEqual([]);
  expect(early('const again = (n: number): number => (n > 0 ? again(n - 1) : n);')).toEqual([]);
});
