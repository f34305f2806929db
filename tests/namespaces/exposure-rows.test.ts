import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** Whether this machine allows a network of our own, with virtual cables. */
const isAllowed =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-n', 'ip', 'link', 'add', 'probe0', 'type', 'veth', 'peer', 'name', 'probe1']).status === 0;
if (!isAllowed) console.log('tests/namespaces: skipped, this machine does not allow network namespaces or has no `ip`');

describe.runIf(isAllowed).concurrent('seen from another machine', () => {
  it.each([
    ['each choice with a key accepts the devices it names, and no others', 'keyed-rows-scenario.ts'],
    ['each choice without a key accepts the devices it names, and no others', 'keyless-rows-scenario.ts'],
    ['an open server follows its address and stops with Corral, which shows external ones', 'ends-scenario.ts'],
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
