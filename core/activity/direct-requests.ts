import { networkInterfaces } from 'node:os';
import type { LogLine } from '../../contract/logs.ts';
import { isInternalRequest } from '../http/internal-requests.ts';
import type { ServerLog } from '../logs/server-log.ts';
import { durationSeconds } from '../settings/go-duration.ts';
import type { ActivityLog } from './activity-log.ts';
import { clientLabel, THIS_MAC } from './client-label.ts';
import type { DirectRequest } from './request-entry.ts';

/** The fields of a line of the server's access log. */
export interface AccessLine {
  readonly status: number;
  readonly durationMs: number;
  /** The peer's address, or what it claims in a forwarding header. */
  readonly client: string;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
}

/** The default format of gin v1.10, without colors. */
const ACCESS_LINE =
  /^\[GIN\] [^|]{1,40}\| {0,2}(?<status>\d{3}) \| {0,13}(?<duration>[^|\s]{1,30}) \| {0,15}(?<client>[^|\s]{1,60}) \| (?<method>[A-Z]{1,20})\s{1,10}"(?<target>[^"]{0,4000})"$/;
/** The log has whole seconds. */
const LOG_PRECISION_MS = 1_000;

/** The fields of a line of the access log; null for any other line. */
export function parseAccessLine(text: string): AccessLine | null {
  const fields = ACCESS_LINE.exec(text)?.groups;
  const seconds = durationSeconds(fields?.duration ?? '');
  if (!fields || seconds === null) return null;
  const { status = '', client = '', method = '', target = '' } = fields;
  return { status: Number(status), durationMs: Math.round(seconds * 10_000) / 10, client, method, target };
}

function isOwnAddress(address: string): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address: own }) => own === address));
}

function labelOf(client: string): string {
  const label = clientLabel(client);
  return label !== THIS_MAC && isOwnAddress(label) ? THIS_MAC : label;
}

/** The request in a line of the server's log; null for other lines, for Corral's own requests, and for those before `since`. */
export function directRequestIn({ at, text }: Pick<LogLine, 'at' | 'text'>, since: number): DirectRequest | null {
  const access = parseAccessLine(text);
  if (!access || at === null || at < since - LOG_PRECISION_MS || isInternalRequest(access)) return null;
  const { client, method, target, status, durationMs } = access;
  return { at, client: labelOf(client), method, path: target, status, durationMs };
}

export interface DirectRequestsOptions {
  readonly serverLog: Pick<ServerLog, 'watch'>;
  readonly activity: Pick<ActivityLog, 'addDirect'>;
}

/** Adds the requests that bypass Corral to the activity log, from the server's access log. The returned function stops it. */
export function watchDirectRequests({ serverLog, activity }: DirectRequestsOptions): () => void {
  const since = Date.now();
  const stopped = new AbortController();
  const follow = async () => {
    for await (const { lines } of serverLog.watch(stopped.signal)) {
      for (const line of lines) {
        const request = line.source === 'server' ? directRequestIn(line, since) : null;
        if (request) activity.addDirect(request);
      }
    }
  };
  void follow();
  return () => stopped.abort();
}
