import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './find-node.mjs';

const lockfile = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
const packages = Object.entries<{ integrity?: string; resolved?: string }>(lockfile.packages).filter(([path]) => path);
function pathsOf(entries: typeof packages) {
  return entries.map(([path]) => path);
}

it('holds an integrity hash for every package, those of other platforms too', () => {
  expect(packages.length).toBeGreaterThan(500);
  expect(pathsOf(packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')))).toEqual([]);
});

it('names no registry, so that everyone is served by their own', () => {
  expect(pathsOf(packages.filter(([, { resolved }]) => resolved !== undefined))).toEqual([]);
});
