import { defineConfig } from 'vite';
import { compileCatalog } from '../../../scripts/compile-catalog.ts';
import { leanUndici } from '../../../scripts/lean-undici.ts';

/** The gateway's worker, for both hosts (`worker-file.ts`). Everything is bundled but Node's own modules. */
export default defineConfig({
  plugins: [compileCatalog(), leanUndici()],
  ssr: { noExternal: true },
  build: {
    ssr: 'gateway-worker.ts',
    target: 'node24',
    outDir: '../../../out/gateway',
    emptyOutDir: true,
    sourcemap: true,
    rolldownOptions: { output: { codeSplitting: false, entryFileNames: 'worker.js' } },
  },
});
