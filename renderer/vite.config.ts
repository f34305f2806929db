import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compileCatalog } from '../scripts/compile-catalog.ts';

/** The page, as static files that both hosts serve: no inline scripts, and assets by relative address. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react(), compileCatalog()],
  build: {
    outDir: '../out/renderer',
    emptyOutDir: true,
    target: 'chrome156',
    sourcemap: false,
    modulePreload: { polyfill: false },
    // A page's small pictures stay files, so that the CSP needs no exception for them.
    assetsInlineLimit: 0,
  },
  worker: { format: 'es' },
});
