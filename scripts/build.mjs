// Builds the pages, the gateway's worker, and both hosts into out/, and beside the pages the notices of what all of them hold.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './find-node.mjs';
import { stampFile } from './stale.mjs';
import { collectThirdPartyNotices } from './third-party-notices.mjs';

const configs = [
  'renderer/vite.config.ts',
  'core/gateway/thread/vite.config.ts',
  'headless/vite.config.ts',
  'electron/vite.config.ts',
  'electron/preload.vite.config.ts',
];

// Whoever starts us, a test run for one, the pages are built for use.
process.env.NODE_ENV = 'production';
const began = Date.now();
const startedAt = new Date();
rmSync(stampFile, { force: true });
const { plugin, notices } = collectThirdPartyNotices();
await Promise.all(
  configs.map((file) => {
    const configFile = join(root, file);
    // What loads when is measured by the benchmark; the size of a file says little.
    const options = { chunkSizeWarningLimit: Number.POSITIVE_INFINITY };
    return build({
      configFile,
      root: join(configFile, '..'),
      logLevel: 'warn',
      build: options,
      plugins: [plugin],
      worker: { plugins: () => [plugin] },
    });
  }),
);
writeFileSync(join(root, 'out/renderer/third-party-notices.json'), JSON.stringify(notices()));
// The time at which the build began: a file saved while it ran makes the next start build again.
writeFileSync(stampFile, `${startedAt.toISOString()}\n`);
console.log(`Built out/ in ${((Date.now() - began) / 1000).toFixed(1)} s`);
