import { randomBytes } from 'node:crypto';
import { pollTag } from './internal-polls.ts';

/**
 * The query that a request bears which Corral itself sends to the server: the server ignores it and its access log prints it,
 * so that a request that passed Corral isn't taken for one that went past it. New each start, or a client could hide behind it.
 */
const internalTag = `${pollTag}=${randomBytes(8).toString('hex')}`;

/** The same path and query, marked as Corral's own; a poll bears its own mark already. Text, so that the client's query stays as it is. */
export function tagInternalRequest(target: string): string {
  if (target.endsWith(`?${pollTag}`)) return target;
  return `${target}${target.includes('?') ? '&' : '?'}${internalTag}`;
}

const polled = new Set(['/api/version', '/api/ps', '/api/tags']);

/** Whether a line of the access log is of a request that Corral sent. `target` is its path and query. */
export function isInternalRequest({ method, target }: { readonly method: string; readonly target: string }): boolean {
  const [path = '', query = ''] = target.split('?', 2);
  const marks = query.split('&');
  if (marks.includes(internalTag)) return true;
  return method === 'GET' && polled.has(path) && query === pollTag;
}
