import type { RunSummary, ServerActual, ServerSlice } from '../server.ts';
import { serverText } from './catalog/en/server.ts';
import { formatDuration } from './format/format-duration.ts';
import { formatClock, formatDay } from './format/format-time.ts';
import { consecutiveFailures } from './server-runs.ts';
import { ownerName, portUser, type ServerMessage } from './server-text.ts';

type Actual<State extends ServerActual['state']> = Extract<ServerActual, { state: State }>;

/** A wait longer than this is explained. */
const LONG_WAIT_MS = 10_000;

/** A restart closer than this is shown as happening now: the pause is over before it is read. */
const IMMINENT_RESTART_MS = 500;

/** What the state means for the person, in one to three sentences. `now` is milliseconds since the epoch. */
export function serverDescription(server: ServerSlice, now: number): ServerMessage {
  const { actual, port } = server;
  switch (actual.state) {
    case 'stopped':
      return actual.byOther
        ? { key: 'description.stoppedByOther', values: { time: formatClock(actual.byOther.at) } }
        : { key: 'description.stopped' };
    case 'notInstalled':
      return { key: `description.${actual.state}` };
    case 'starting':
    case 'stopping':
      return waiting(actual, now);
    case 'running':
      return running(actual.since, now);
    case 'unresponsive':
      return {
        key: 'description.unresponsive',
        values: { time: formatClock(actual.since), duration: formatDuration(now - actual.since) },
      };
    case 'restarting':
      return restarting(actual, now);
    case 'failed':
      return failed(actual, server.runs);
    case 'external':
      return actual.owner === 'terminal'
        ? { key: 'description.externalTerminal', values: { port } }
        : { key: 'description.external', values: { owner: serverText(ownerName(actual.owner)), port } };
    case 'portInUse':
      return { key: 'description.portInUse', values: { app: portUser(actual), port } };
  }
}

function waiting({ state, since }: Actual<'starting' | 'stopping'>, now: number): ServerMessage {
  return now - since < LONG_WAIT_MS
    ? { key: `description.${state}` }
    : { key: `description.${state}Long`, values: { duration: formatDuration(now - since) } };
}

function running(since: number, now: number): ServerMessage {
  const day = formatDay(since, now);
  const values = { time: formatClock(since), duration: formatDuration(now - since) };
  if (day === 'Today') return { key: 'description.runningToday', values };
  if (day === 'Yesterday') return { key: 'description.runningYesterday', values };
  return { key: 'description.runningOn', values: { ...values, day } };
}

function restarting({ cause, nextAt }: Actual<'restarting'>, now: number): ServerMessage {
  return nextAt - now > IMMINENT_RESTART_MS
    ? { key: 'description.restartingIn', values: { cause: cause.message, duration: formatDuration(nextAt - now) } }
    : { key: 'description.restartingNow', values: { cause: cause.message } };
}

/** What happened, then how often it was tried and when that ended, or that Corral waits for the folder. */
function failed({ at, cause: { kind, message: cause } }: Actual<'failed'>, runs: readonly RunSummary[]): ServerMessage {
  const time = formatClock(at);
  if (kind === 'modelsFolderUnavailable') return { key: 'description.waitingForFolder', values: { cause, time } };
  const failures = consecutiveFailures(runs);
  const first = failures.at(-1);
  if (first === undefined || failures.length === 1) return { key: 'description.gaveUp', values: { cause, time } };
  const duration = formatDuration(at - first.startedAt);
  return { key: 'description.gaveUpAfter', values: { cause, attempts: failures.length, duration, time } };
}
