import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** Whether this machine gives us a network of our own, with cables in it. */
const allowed =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-n', 'ip', 'link', 'add', 'probe0', 'type', 'veth', 'peer', 'name', 'probe1']).status === 0;
if (!allowed) console.log('tests/namespaces: not run, this machine refuses network namespaces or has no `ip`');

describe.runIf(allowed).concurrent('seen from another machine', () => {
  it.each([
    [
      'each row of the exposure table that asks for a key lets in who it says, and nobody else',
      'keyed-rows-scenario.ts',
    ],
    [
      'each row of the exposure table that asks for none lets in who it says, and nobody else',
      'keyless-rows-scenario.ts',
    ],
    ['an open server follows its address and ends with Corral, which tells of somebody else’s', 'ends-scenario.ts'],
  ])(
    '%s',
    async (_what, file) => {
      const scenario = fileURLToPath(new URL(file, import.meta.url));
      const run = promisify(execFile)('unshare', ['-n', process.execPath, scenario], { timeout: 80_000 });
      await expect(run).resolves.toBeDefined();
    },
    90_000,
  );
});
