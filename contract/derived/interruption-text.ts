import type { Snapshot } from '../snapshot.ts';
import type { InterruptionScope } from '../work.ts';
import type { MessageOf } from './catalog/define-texts.ts';
import type { interruptionText } from './catalog/en/interruption.ts';
import { formatList } from './format/format-list.ts';
import { frontDoor } from './front-door.ts';
import { type InterruptibleWork, isIdle } from './work.ts';

/** A text about an interruption, for `interruptionText` to put into words. */
export type InterruptionMessage = MessageOf<typeof interruptionText>;

/** What would be interrupted and what becomes of it, a sentence each. `resume`: what interrupted downloads wait for. */
export function interruptionSentences(
  work: InterruptibleWork,
  resume: 'serverStarts' | 'corralOpens',
): readonly InterruptionMessage[] {
  const { activeRequests, pulls } = work;
  if (isIdle(work)) return [{ key: 'none' }];
  const sentences: InterruptionMessage[] = [];
  if (activeRequests > 0) sentences.push({ key: 'responses', values: { count: activeRequests } });
  if (pulls.length > 0)
    sentences.push({ key: `downloads.${resume}`, values: { count: pulls.length, names: formatList(pulls) } });
  return sentences;
}

/** A command that would interrupt work in progress and can be run again later. */
export type InterruptingCommand = 'stop' | 'restart' | 'changeAccess';

type InterruptedState = Parameters<typeof frontDoor>[0] & Pick<Snapshot, 'settings'>;

/** Whom the command affects besides, or not: requests that Corral doesn't see, and those that arrive meanwhile. */
export function interruptionLimit(
  command: InterruptingCommand | 'quit',
  scope: InterruptionScope,
  { settings, ...state }: InterruptedState,
): InterruptionMessage {
  if (scope === 'keyedRequests') return { key: 'limit.keyedRequests' };
  if (frontDoor(state) !== 'corral') return { key: 'limit.all' };
  if (command !== 'restart') return { key: `limit.${command}` };
  return { key: 'limit.restart', values: { waits: settings.requestWaitSeconds > 0 ? 'yes' : 'no' } };
}
