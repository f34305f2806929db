/** The query of the questions Corral asks on its own, again and again. The server ignores it; its access log prints it. */
export const pollTag = 'corral';

const ownPoll = new RegExp(
  `^\\[GIN\\] [^|]{0,60}\\| 200 \\|[^|]{0,60}\\|[^|]{0,60}\\| GET\\s{1,10}"/api/(?:version|ps|tags)\\?${pollTag}"$`,
);

/** Whether a line of the access log is one of Corral's own questions, answered well. One that failed is worth reading. */
export function isInternalPoll(line: string): boolean {
  return ownPoll.test(line);
}
