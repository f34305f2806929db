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
  // One that is being stopped isn't to outlive Corral.
  const isOurs = server.desired === 'running' && 'runId' in server.actual;
  if (!settings.keepServerAfterQuit || !isOurs) return false;
  return exposure.effective?.ollamaHost !== `127.0.0.1:${server.port}`;
}
