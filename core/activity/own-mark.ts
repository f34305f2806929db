import { randomBytes } from 'node:crypto';
import { ownPollMark } from '../logs/own-polls.ts';

/**
 * The query that a request bears which Corral itself sends to the server: the server ignores it and its access log prints it,
 * so that a request that passed Corral isn't taken for one that went past it. New each start, or a caller could hide behind it.
 */
const ownMark = `${ownPollMark}=${randomBytes(8).toString('hex')}`;

/** The same URL, marked as Corral's own; a poll bears its own mark already. */
export const markOwn = (url: URL): URL => {
  const marked = new URL(url);
  // Appended as text: a URL's own search parameters would write the caller's query anew.
  if (marked.search !== `?${ownPollMark}`) marked.search += `${marked.search ? '&' : '?'}${ownMark}`;
  return marked;
};

const polled = new Set(['/api/version', '/api/ps', '/api/tags']);

/** Whether a line of the access log is of a request that Corral sent. `target` is its path and query. */
export const isOwnRequest = ({ method, target }: { readonly method: string; readonly target: string }): boolean => {
  const [path = '', query = ''] = target.split('?', 2);
  const marks = query.split('&');
  if (marks.includes(ownMark)) return true;
  return method === 'GET' && polled.has(path) && query === ownPollMark;
};
