/** What is done about a page that is gone: it is loaded again, or the person is asked first. */
type PageRemedy = 'reload' | 'ask';

/** A page that failed this often within `FAILURES_WITHIN_MS` would most likely fail again, so that nobody could use the window. */
export const MAX_FAILURES = 3;

/** A page that lives longer than this can be used. */
const FAILURES_WITHIN_MS = 60_000;

/** Chromium's `net::ERR_ABORTED`. */
const ERR_ABORTED = -3;

export interface PageFailures {
  /** When the page failed, in milliseconds, no longer ago than counts. */
  readonly recent: readonly number[];
  readonly remedy: PageRemedy;
}

/**
 * Counts a failure of the page.
 * @param recent the times of the earlier ones
 */
export function countFailure(recent: readonly number[], now: number): PageFailures {
  const counted = [...recent.filter((at) => now - at < FAILURES_WITHIN_MS), now];
  return { recent: counted, remedy: counted.length < MAX_FAILURES ? 'reload' : 'ask' };
}

/** Whether a process ended because it had nothing left to do, as it does when its page is replaced. */
export function isOrdinaryEnd(reason: string): boolean {
  return reason === 'clean-exit';
}

/**
 * Whether a load that didn't finish leaves the window without a page. A load that another one replaced doesn't.
 * @param code one of Chromium's network errors
 */
export function isFailedPage(code: number, isMainFrame: boolean): boolean {
  return isMainFrame && code !== ERR_ABORTED;
}
