import type { MessageOf } from './catalog/define-texts.ts';
import type { interruptionText } from './catalog/en/interruption.ts';
import { formatList } from './format/format-list.ts';
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
