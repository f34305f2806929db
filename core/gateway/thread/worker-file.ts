/**
 * The file that the gateway's worker runs: beside this one in the sources, which Node runs as they are, and a bundle of its own beside
 * the hosts' bundles (`core/gateway/thread/vite.config.ts`), in the desktop's archive too.
 */
export function workerFile(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './gateway-worker.ts' : '../gateway/worker.js', import.meta.url);
}
