import { formatDuration } from '../../../contract/derived/format/format-duration.ts';
import { formatClock, formatDay } from '../../../contract/derived/format/format-time.ts';
import type { ServerSlice } from '../../../contract/server.ts';
import { ownerName } from './owner-name.ts';
import { failuresInARow } from './run-label.ts';

/** After so long a wait a person wants to know what for. Milliseconds. */
const longWaitMs = 10_000;

/** What the state means for the person, in one or two sentences. `now` is milliseconds since the epoch. */
export function serverDescription(server: ServerSlice, now: number): string {
  const { actual } = server;
  switch (actual.state) {
    case 'notInstalled':
      return 'Corral looks after the Ollama server but does not contain it.';
    case 'stopped':
      return 'Apps that use it get no answer.';
    case 'starting':
      return now - actual.since < longWaitMs
        ? 'The program was started and has not answered yet.'
        : `Waiting for its first answer for ${formatDuration(now - actual.since)}. The first start after an update takes longer.`;
    case 'running':
      return `Since ${formatClock(actual.since)} ${dayWord(actual.since, now)}, ${formatDuration(now - actual.since)}.`;
    case 'unresponsive':
      return `It runs but has not answered since ${formatClock(actual.since)}, for ${formatDuration(now - actual.since)}. It may be loading a model; Corral restarts it by itself if this lasts.`;
    case 'restarting':
      return `${actual.cause.message} ${nextStart(actual.nextAt - now)}`;
    case 'failed':
      return `${actual.cause.message} ${giveUp(server, actual.at)}`;
    case 'stopping':
      return now - actual.since < longWaitMs
        ? 'It is asked to end.'
        : `It has not ended after ${formatDuration(now - actual.since)}. Corral then ends it by force.`;
    case 'external':
      return `${ownerName[actual.owner]} started this server on port ${server.port}. Corral uses it as it is.`;
    case 'portInUse':
      return `${holder(actual)} uses port ${server.port}, and it is not Ollama.`;
  }
}

/** The program that holds the port, as well as it is known. */
export function holder({ name, pid }: { readonly name: string | null; readonly pid: number | null }): string {
  if (name !== null && pid !== null) return `${name} (process ${pid})`;
  if (pid !== null) return `The program with process ID ${pid}`;
  return name ?? 'Another program';
}

/** How often it was tried and when that ended, or that it goes on by itself. */
function giveUp({ actual, runs }: ServerSlice, at: number): string {
  if (actual.state === 'failed' && actual.cause.kind === 'modelsFolderUnavailable')
    return `Corral has held the server since ${formatClock(at)} and starts it when the folder is there.`;
  const failures = failuresInARow(runs);
  const first = failures.at(-1);
  if (first === undefined || failures.length === 1) return `Corral gave up at ${formatClock(at)}.`;
  return `Corral started it ${failures.length} times in ${formatDuration(at - first.startedAt)} and gave up at ${formatClock(at)}.`;
}

function nextStart(milliseconds: number): string {
  return milliseconds > 500
    ? `Corral starts it again in ${formatDuration(milliseconds)}.`
    : 'Corral starts it again now.';
}

function dayWord(at: number, now: number): string {
  const day = formatDay(at, now);
  return day === 'Today' || day === 'Yesterday' ? day.toLowerCase() : `on ${day}`;
}
