import { defineConfig } from 'vite';

/** A sandboxed page loads its preload as one plain CommonJS script. */
export default defineConfig({
  build: {
    ssr: 'preload.ts',
    target: 'chrome156',
    outDir: '../out/electron',
    emptyOutDir: false,
    rolldownOptions: { external: ['electron'], output: { format: 'cjs', entryFileNames: 'preload.cjs' } },
  },
});
