import { defineConfig } from 'vite';
import { compileCatalog } from '../scripts/compile-catalog.ts';
import { leanUndici } from '../scripts/lean-undici.ts';

/** Everything is bundled but Node's own modules: one file starts faster and holds less memory than hundreds. */
export default defineConfig({
  plugins: [compileCatalog(), leanUndici()],
  ssr: { noExternal: true },
  build: {
    ssr: 'main.ts',
    target: 'node24',
    outDir: '../out/headless',
    emptyOutDir: true,
    sourcemap: true,
    rolldownOptions: { output: { codeSplitting: false } },
  },
});
