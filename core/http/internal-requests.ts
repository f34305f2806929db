import { randomBytes } from 'node:crypto';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

/** The query of Corral's own polls. The server ignores it, and its access log shows it. */
export const POLL_TAG = 'corral';

const TAG_NAME = 'corral.requestTag';

/** One tag for all threads of this run: a thread gets the one of the thread that started it. */
function sharedTag(): string {
  const given = getEnvironmentData(TAG_NAME);
  const tag = typeof given === 'string' ? given : `${POLL_TAG}=${randomBytes(8).toString('hex')}`;
  setEnvironmentData(TAG_NAME, tag);
  return tag;
}

/**
 * The query of every other request that Corral sends or forwards to the server, so that none is taken for a direct one when it
 * shows up in the access log. New for each run of Corral: otherwise clients could hide behind it.
 */
const REQUEST_TAG = sharedTag();

const POLLED_PATHS = new Set(['/api/version', '/api/ps', '/api/tags']);
const SUCCESSFUL_POLL = new RegExp(
  `^\\[GIN\\] [^|]{0,60}\\| 200 \\|[^|]{0,60}\\|[^|]{0,60}\\| GET\\s{1,10}"/api/(?:version|ps|tags)\\?${POLL_TAG}"$`,
);

/** The same path and query, tagged as Corral's own; a poll has its tag already. Text, so that the client's query stays as it is. */
export function tagInternalRequest(target: string): string {
  if (target.endsWith(`?${POLL_TAG}`)) return target;
  return `${target}${target.includes('?') ? '&' : '?'}${REQUEST_TAG}`;
}

/** Whether a line of the access log is about a request that Corral sent. `target` is its path and query. */
export function isInternalRequest({ method, target }: { readonly method: string; readonly target: string }): boolean {
  const [path = '', query = ''] = target.split('?', 2);
  if (query.split('&').includes(REQUEST_TAG)) return true;
  return method === 'GET' && POLLED_PATHS.has(path) && query === POLL_TAG;
}

/** Whether a line of the access log is about a successful poll of Corral's. One that failed is worth reading. */
export function isInternalPoll(line: string): boolean {
  return SUCCESSFUL_POLL.test(line);
}
