import { networkInterfaces } from 'node:os';
import type { LogLine } from '../../contract/logs.ts';
import { isInternalRequest } from '../http/internal-request-tag.ts';
import type { ServerLog } from '../logs/server-log.ts';
import { parseAccessLine } from './access-line.ts';
import type { ActivityLog, DirectRequest } from './activity-log.ts';
import { clientLabel, thisMac } from './client-label.ts';

function isOwnAddress(address: string): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some((own) => own.address === address));
}

function nameOf(client: string): string {
  const name = clientLabel(client);
  return name !== thisMac && isOwnAddress(name) ? thisMac : name;
}

/** The request that a line of the server's log tells of, unless Corral itself sent it or it is from before `since`. */
export function directRequestIn({ at, text }: Pick<LogLine, 'at' | 'text'>, since: number): DirectRequest | null {
  const access = parseAccessLine(text);
  // The log's clock shows whole seconds.
  if (!access || at === null || at < since - 1_000 || isInternalRequest(access)) return null;
  const { client, method, target, status, durationMs } = access;
  return { at, client: nameOf(client), method, path: target, status, durationMs };
}

export interface DirectCallersOptions {
  readonly serverLog: Pick<ServerLog, 'watch'>;
  readonly activity: Pick<ActivityLog, 'addDirect'>;
}

/** Adds to the activity log what clients ask the server past Corral, from its access log. The returned function ends it. */
export function watchDirectCallers({ serverLog, activity }: DirectCallersOptions): () => void {
  const since = Date.now();
  const end = new AbortController();
  const follow = async () => {
    for await (const { lines } of serverLog.watch(end.signal)) {
      for (const line of lines) {
        const request = line.source === 'server' ? directRequestIn(line, since) : null;
        if (request) activity.addDirect(request);
      }
    }
  };
  void follow();
  return () => end.abort();
}
