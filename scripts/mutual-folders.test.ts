import { expect, test } from 'vitest';
import { mutualFolders } from './mutual-folders.mjs';

function modules(imports: Readonly<Record<string, readonly string[]>>) {
  return Object.entries(imports).map(([source, targets]) => ({
    source,
    dependencies: targets.map((resolved) => ({ resolved })),
  }));
}

test('finds two folders that import one another, whatever the files', () => {
  const found = mutualFolders(
    modules({
      'core/a/one.ts': ['core/b/two.ts', 'core/c/three.ts'],
      'core/b/other.ts': ['core/a/types.ts'],
      'core/c/three.ts': ['core/b/two.ts'],
    }),
    ['core'],
  );
  expect(found).toEqual([
    'core/a and core/b import one another: core/a/one.ts → core/b/two.ts, core/b/other.ts → core/a/types.ts',
  ]);
});

test('counts a folder and its subfolder as two', () => {
  const found = mutualFolders(modules({ 'core/a/one.ts': ['core/a/b/two.ts'], 'core/a/b/two.ts': ['core/a/one.ts'] }), [
    'core',
  ]);
  expect(found).toHaveLength(1);
});

test('leaves out tests, what is for tests, other roots, and imports within a folder', () => {
  const found = mutualFolders(
    modules({
      'core/a/one.ts': ['core/b/two.ts', 'core/a/two.ts'],
      'core/b/two.test.ts': ['core/a/one.ts'],
      'core/b/testing/fixture.ts': ['core/a/one.ts'],
      'core/a/two.ts': ['core/b/testing/fixture.ts', 'core/a/one.ts'],
      'tests/a/one.ts': ['tests/b/two.ts'],
      'tests/b/two.ts': ['tests/a/one.ts'],
    }),
    ['core'],
  );
  expect(found).toEqual([]);
});
