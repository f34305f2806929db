import type { Snapshot } from '../snapshot.ts';

/**
 * Whether quitting Corral restarts the server, because it is to keep running and isn't where clients and the next Corral find it
 * without Corral: alone on the port that clients use, on loopback.
 */
export function movesOnQuit({
  server,
  settings,
  exposure,
}: Pick<Snapshot, 'server' | 'settings' | 'exposure'>): boolean {
  if (!settings.keepServerAfterQuit || !('runId' in server.actual)) return false;
  return exposure.effective?.ollamaHost !== `127.0.0.1:${server.port}`;
}
