import { durationSeconds } from '../settings/go-duration.ts';

/** What a line of the server's access log says; the log has no more. */
export interface AccessLine {
  readonly status: number;
  readonly durationMs: number;
  /** The peer's address, or what it claims in a forwarding header. */
  readonly client: string;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
}

/** gin v1.10's default format without colours. */
const line =
  /^\[GIN\] [^|]{1,40}\| {0,2}(?<status>\d{3}) \| {0,13}(?<took>[^|\s]{1,30}) \| {0,15}(?<client>[^|\s]{1,60}) \| (?<method>[A-Z]{1,20})\s{1,10}"(?<target>[^"]{0,4000})"$/;

/** The parts of a line of the access log; null for any other line. */
export function parseAccessLine(text: string): AccessLine | null {
  const found = line.exec(text)?.groups;
  const seconds = durationSeconds(found?.took ?? '');
  if (!found || seconds === null) return null;
  const { status = '', client = '', method = '', target = '' } = found;
  return { status: Number(status), durationMs: Math.round(seconds * 10_000) / 10, client, method, target };
}
