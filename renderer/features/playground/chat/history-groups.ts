import type { ConversationSummary } from '../../../../contract/conversations.ts';
import { formatDay } from '../../../../contract/derived/format/format-time.ts';

export interface HistoryGroup {
  readonly title: string;
  readonly conversations: readonly ConversationSummary[];
}

/** The list under its days, in the order it came in (newest first). */
export function historyGroups(list: readonly ConversationSummary[], now: number): readonly HistoryGroup[] {
  const groups = Map.groupBy(list, ({ updatedAt }) => groupTitle(updatedAt, now));
  return [...groups].map(([title, conversations]) => ({ title, conversations }));
}

function groupTitle(at: number, now: number): string {
  const day = formatDay(at, now);
  return day === 'Today' || day === 'Yesterday' ? day : 'Earlier';
}
