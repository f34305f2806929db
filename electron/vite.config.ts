import { defineConfig } from 'vite';
import { compileCatalog } from '../scripts/compile-catalog.ts';
import { leanUndici } from '../scripts/lean-undici.ts';

/** Main: everything is bundled but Electron and Node's own modules. */
export default defineConfig({
  plugins: [compileCatalog(), leanUndici()],
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: 'main.ts',
    target: 'node24',
    outDir: '../out/electron',
    emptyOutDir: false,
    sourcemap: true,
    rolldownOptions: { external: ['electron'], output: { codeSplitting: false } },
  },
});
