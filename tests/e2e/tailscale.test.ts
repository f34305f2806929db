import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const hasNamespaces = process.platform === 'linux' && spawnSync('unshare', ['-n', 'true']).status === 0;
if (!hasNamespaces) console.log('tailscale.test.ts: skipped, this machine does not allow network namespaces');

test.runIf(hasNamespaces)(
  'Tailscale only binds to its address, keeps localhost, and follows the address when it disappears and returns',
  async () => {
    const scenario = fileURLToPath(new URL('tailscale-scenario.ts', import.meta.url));
    const run = promisify(execFile)('unshare', ['-n', process.execPath, scenario], { timeout: 90_000 });
    await expect(run).resolves.toBeDefined();
  },
  100_000,
);
