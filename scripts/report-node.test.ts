import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { requiredNode, root } from './find-node.mjs';

/** What is printed after an install with the npm of that Node. */
function reportOf(npmsOwn: string): string {
  const env = { ...process.env, npm_node_execpath: npmsOwn };
  return spawnSync(process.execPath, [join(root, 'scripts/report-node.mjs')], { encoding: 'utf8', env }).stdout;
}

it('says in one line which Node was brought along for an older one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'corral-node-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const old = join(folder, 'node');
  await writeFile(old, '#!/bin/sh\necho v20.20.2\n');
  await chmod(old, 0o755);
  expect(reportOf(old)).toBe(
    `Corral needs Node ${requiredNode()} or newer. Yours is v20.20.2, so its commands use ${process.version}, which came along with it.\n`,
  );
});

it('says nothing where npm runs on one that is new enough', () => {
  expect(reportOf(process.execPath)).toBe('');
});
