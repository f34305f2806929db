import type { AppSlice, Notice } from '../../contract/app.ts';
import { noticesText } from '../../contract/derived/catalog/en/notices.ts';

const ID = 'activity-not-saved';

/** Adds the notice that activity can't be saved, or removes it. `reason` is the system's own text; null when it can be saved. */
export function withActivityNotice(app: AppSlice, reason: string | null): AppSlice {
  const others = app.notices.filter(({ id }) => id !== ID);
  if (reason === null) return others.length === app.notices.length ? app : { ...app, notices: others };
  const notice: Notice = {
    id: ID,
    kind: 'warning',
    title: noticesText('activityNotSaved.title'),
    detail: noticesText('activityNotSaved.detail', { reason }),
  };
  return { ...app, notices: [...others, notice] };
}
