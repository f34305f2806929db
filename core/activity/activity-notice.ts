import type { AppSlice, Notice } from '../../contract/app.ts';

const id = 'activity-not-saved';

/** The notices with or without the one that the list of requests can't be saved. `reason` is null when it can. */
export function withActivityNotice(app: AppSlice, reason: string | null): AppSlice {
  const others = app.notices.filter((notice) => notice.id !== id);
  if (reason === null) return others.length === app.notices.length ? app : { ...app, notices: others };
  const notice: Notice = {
    id,
    kind: 'warning',
    title: 'The list of requests cannot be saved',
    detail: `Requests go on as before, but Activity forgets them when Corral is closed. The disk may be full. (${reason})`,
  };
  return { ...app, notices: [...others, notice] };
}
