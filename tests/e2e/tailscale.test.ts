import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const namespaces = process.platform === 'linux' && spawnSync('unshare', ['-n', 'true']).status === 0;
if (!namespaces) console.log('tailscale.test.ts: not run, this machine refuses network namespaces');

test.runIf(namespaces)(
  'the Tailscale reach binds to its address, keeps localhost, and follows the address when it goes and returns',
  async () => {
    const scenario = fileURLToPath(new URL('tailscale-scenario.ts', import.meta.url));
    const run = promisify(execFile)('unshare', ['-n', process.execPath, scenario], { timeout: 90_000 });
    await expect(run).resolves.toBeDefined();
  },
  100_000,
);
